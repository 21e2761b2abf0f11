using CsCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Capture;

public class RequestMatcherTests
{
    private static readonly string[] PatternSegments = ["a", "b", "{x}", "a-{x}", "{x}-b", "{x}.{y?}", "{x=1}", "{x?}", "{*x}", "{**x}"];
    private static readonly string[] PathSegments = ["a", "b", "c", "a-b", "A", "1", "", "a.b", "-", "c-b"];

    [Theory]
    [InlineData("/checkout/thanks", "/checkout/thanks", true)]
    [InlineData("/checkout/thanks", "/Checkout/THANKS/", true)]
    [InlineData("checkout/thanks", "/checkout/thanks", true)]
    [InlineData("/checkout/thanks", "/checkout", false)]
    [InlineData("/checkout/thanks", "/checkout/thanks/more", false)]
    [InlineData("/checkout/thanks", "/shop/checkout/thanks", false)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/x", false)]
    [InlineData("/orders/{id}", "/orders/17", true)]
    [InlineData("/orders/{id}", "/orders", false)]
    [InlineData("/orders/{id}", "/orders/17/items", false)]
    [InlineData("/orders/{id:int}", "/orders/17", true)]
    [InlineData("/orders/{id:int}", "/orders/last", false)]
    [InlineData("/orders/{id:int:min(10)}", "/orders/9", false)]
    [InlineData("/orders/{id:regex(^A\\d+$)}", "/orders/A12", true)]
    [InlineData("/orders/{id:regex(^A\\d+$)}", "/orders/B12", false)]
    [InlineData("/orders/{id:int?}", "/orders", true)]
    [InlineData("/orders/{id:int?}", "/orders/x", false)]
    [InlineData("/{lang}/orders/{id?}", "/de/orders", true)]
    [InlineData("/{lang=en}/{page=home}", "/", true)]
    [InlineData("/order-{id}.html", "/order-17.html", true)]
    [InlineData("/order-{id}.html", "/order-.html", false)]
    [InlineData("/order-{id}.html", "/orders-17.html", false)]
    [InlineData("/{year}-{month}/thanks", "/2026-11/thanks", true)]
    [InlineData("/{name}.{ext?}", "/thanks", true)]
    [InlineData("/files/{**rest}", "/files", true)]
    [InlineData("/files/{**rest}", "/files/a/b/c", true)]
    [InlineData("/files/{*rest}", "/other/a", false)]
    [InlineData("/danke/bestätigung", "/danke/best%C3%A4tigung", true)]
    [InlineData(null, "/anything/at/all", true)]
    public void Path_RoutePattern_FitsAsInAspNet(string? pattern, string path, bool expected)
    {
        Assert.Equal(expected, Matcher(new() { Path = pattern }).TryMatch(CaptureTestRules.Request(path), out _));
    }

    [Fact]
    public void Path_Placeholders_AreRouteValues()
    {
        var matcher = Matcher(new() { Path = "/{lang=en}/order-{id:int}/{step?}" });

        Assert.True(matcher.TryMatch(CaptureTestRules.Request("/de/order-17"), out var values));

        Assert.Equal(["lang", "id", "step"], matcher.RouteParameters);
        Assert.Equal("de", values["LANG"]);
        Assert.Equal("17", values["id"]);
        Assert.False(values.ContainsKey("step"));
    }

    [Theory]
    [InlineData("/shop", "/thanks", "/shop/thanks", true)]
    [InlineData("/shop", "/thanks", "/thanks", false)]
    [InlineData("/shop/de", "/thanks", "/shop/{lang}/thanks", true)]
    [InlineData("/shop", "", "/shop", true)]
    public void Path_PathBase_StandsInFront(string pathBase, string path, string pattern, bool expected)
    {
        Assert.Equal(expected, Matcher(new() { Path = pattern }).TryMatch(CaptureTestRules.Request(path, pathBase: pathBase), out _));
    }

    [Fact]
    public void Path_AnyPatternAndPath_FilterNeverContradictsAspNet()
    {
        var patternSegment = Gen.Int[0, 9].Select(i => PatternSegments[i]);
        var pathSegment = Gen.Int[0, 9].Select(i => PathSegments[i]);
        Gen.Select(patternSegment.Array[0, 3], pathSegment.Array[0, 4], Gen.Bool).Sample((segments, parts, slash) =>
        {
            var names = 0;
            var pattern = "/" + string.Join('/', segments.Select(segment => segment
                .Replace("x", "x" + names++, StringComparison.Ordinal).Replace("y", "y" + names, StringComparison.Ordinal)));
            var path = "/" + string.Join('/', parts) + (slash ? "/" : "");
            var failures = new List<ConfigurationFailure>();
            var matcher = RequestMatcher.Create(new() { Path = pattern }, "Match", failures);
            if (failures.Count > 0)
            {
                return;
            }

            var parsed = TemplateParser.Parse(pattern);
            var defaults = new RouteValueDictionary(parsed.Parameters.Where(p => p.DefaultValue is not null).ToDictionary(p => p.Name!, p => p.DefaultValue));
            var expected = new TemplateMatcher(parsed, defaults).TryMatch(path, []);
            var request = CaptureTestRules.Request("/");
            request.Path = path;
            Assert.True(expected == matcher.TryMatch(request, out _), $"{pattern} on {path}: ASP.NET says {expected}");
        });
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", true)]
    [InlineData("PUT", false)]
    [InlineData("HEAD", false)]
    public void Methods_Default_AreGetAndPost(string method, bool expected)
    {
        Assert.Equal(expected, Matcher(new()).TryMatch(CaptureTestRules.Request("/", method), out _));
    }

    [Fact]
    public void Methods_Listed_NoOtherFits()
    {
        var matcher = Matcher(new() { Methods = ["put"] });

        Assert.True(matcher.TryMatch(CaptureTestRules.Request("/", "PUT"), out _));
        Assert.False(matcher.TryMatch(CaptureTestRules.Request("/", "GET"), out _));
    }

    [Theory]
    [InlineData("shop.example:8443", true)]
    [InlineData("SHOP.example", true)]
    [InlineData("de.shop.example", false)]
    [InlineData("a.b.other.example", true)]
    [InlineData("other.example", false)]
    public void Hosts_Listed_FitWithoutPortAndCase(string host, bool expected)
    {
        var matcher = Matcher(new() { Hosts = ["shop.example", "*.other.example"] });

        Assert.Equal(expected, matcher.TryMatch(CaptureTestRules.Request("/", host: host), out _));
    }

    [Theory]
    [InlineData("/?key=wc_1", true)]
    [InlineData("/?KEY=wc_1", true)]
    [InlineData("/?k%65y=wc%5F1&x=1", true)]
    [InlineData("/?key=other&key=wc_2", true)]
    [InlineData("/?key=xwc_1", false)]
    [InlineData("/?key=WC_1", false)]
    [InlineData("/?key", false)]
    [InlineData("/", false)]
    public void Query_Pattern_FitsDecodedValues(string target, bool expected)
    {
        Assert.Equal(expected, Matcher(new() { Query = { ["key"] = "wc_*" } }).TryMatch(CaptureTestRules.Request(target), out _));
    }

    [Theory]
    [InlineData("/?paid=1&ref=", true)]
    [InlineData("/?paid=1", false)]
    [InlineData("/?paid=10&ref=x", false)]
    public void Query_SeveralKeys_AllMustFit(string target, bool expected)
    {
        Assert.Equal(expected, Matcher(new() { Query = { ["paid"] = "1", ["ref"] = "*" } }).TryMatch(CaptureTestRules.Request(target), out _));
    }

    [Theory]
    [InlineData("session=abc; locale=de-AT", true)]
    [InlineData("locale=\"de-AT\"", true)]
    [InlineData("locale=de%2DAT", true)]
    [InlineData("LOCALE=de-AT", false)]
    [InlineData("xlocale=de-AT", false)]
    [InlineData("locale=en", false)]
    [InlineData("", false)]
    public void Cookies_Pattern_FitsValues(string cookie, bool expected)
    {
        Assert.Equal(expected, Matcher(new() { Cookies = { ["locale"] = "de*" } }).TryMatch(CaptureTestRules.Request("/", headers: ("Cookie", cookie)), out _));
    }

    [Fact]
    public void Headers_Pattern_FitsAnyOfTheValues()
    {
        var matcher = Matcher(new() { Headers = { ["X-Requested-With"] = "XML*Request" } });

        Assert.True(matcher.TryMatch(CaptureTestRules.Request("/", headers: [("x-requested-with", "a"), ("x-requested-with", "XMLHttpRequest")]), out _));
        Assert.False(matcher.TryMatch(CaptureTestRules.Request("/", headers: ("X-Requested-With", "fetch")), out _));
        Assert.False(matcher.TryMatch(CaptureTestRules.Request("/"), out _));
    }

    [Theory]
    [InlineData("/other/page")]
    [InlineData("/orders/a/b/c")]
    [InlineData("/orders")]
    [InlineData("/orders/17/thanks")]
    public void TryMatch_DoesNotFit_AllocatesNothing(string path)
    {
        var matcher = Matcher(new() { Path = "/orders/{id}/thanks", Query = { ["key"] = "wc*" }, Cookies = { ["a"] = "b*" }, Hosts = ["shop.example"] });
        var headers = path.EndsWith("thanks", StringComparison.Ordinal) ? "a=x; c=d" : "a=b; c=d";
        var request = CaptureTestRules.Request(path + "?x=1&key=wc1", headers: ("Cookie", headers));
        Assert.False(matcher.TryMatch(request, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            matcher.TryMatch(request, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("/orders/{id", "Match:Path")]
    [InlineData("/orders//x", "Match:Path")]
    [InlineData("/orders/{id:money}", "Match:Path")]
    [InlineData("/orders/{id:min(x)}", "Match:Path")]
    [InlineData("/orders?id=1", "Match:Path")]
    [InlineData("https://shop.example/thanks", "Match:Path")]
    [InlineData("/danke/best%C3%A4tigung", "Match:Path")]
    [InlineData("/{id}/{id}", "Match:Path")]
    public void Create_ImpossiblePath_IsFailureWithCure(string path, string expected)
    {
        var failure = Assert.Single(Failures(new() { Path = path }));

        Assert.Equal(expected, failure.Path);
        Assert.NotEmpty(failure.Problem);
        Assert.NotEmpty(failure.Cure);
    }

    [Fact]
    public void Create_ManyMistakes_AllAreNamed()
    {
        var failures = Failures(new()
        {
            Path = "/{",
            Methods = ["GET", "HEAD", "PSOT"],
            Hosts = ["https://shop.example", "*.fine.example", "shop.example/x", "a*.example"],
            Headers = { ["X Y"] = "1" },
            Query = { ["key"] = null! },
            Cookies = { ["a=b"] = "1" },
        });

        Assert.Equal(
            ["Match:Cookies:a=b", "Match:Headers:X Y", "Match:Hosts:0", "Match:Hosts:2", "Match:Hosts:3", "Match:Methods:1", "Match:Methods:2", "Match:Path", "Match:Query:key"],
            failures.Select(failure => failure.Path).Order(StringComparer.Ordinal));
    }

    private static RequestMatcher Matcher(RuleMatchOptions options)
    {
        var failures = new List<ConfigurationFailure>();
        var matcher = RequestMatcher.Create(options, "Match", failures);
        Assert.Empty(failures);
        return matcher;
    }

    private static List<ConfigurationFailure> Failures(RuleMatchOptions options)
    {
        var failures = new List<ConfigurationFailure>();
        RequestMatcher.Create(options, "Match", failures);
        return failures;
    }
}

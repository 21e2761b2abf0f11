using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Capture;

public class SnapshotTests
{
    [Fact]
    public void HeaderSnapshot_Answer_HoldsFieldsOfMessageAndContent()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([1]) };
        response.Headers.TryAddWithoutValidation("Set-Cookie", "a=1; path=/");
        response.Headers.TryAddWithoutValidation("Set-Cookie", "b=2");
        response.Headers.TryAddWithoutValidation("X-Odd", "not ; a = valid\" value");
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/html;charset=\"odd");

        var fields = HeaderSnapshot.Of(response.Headers, response.Content.Headers);

        Assert.Equal("a=1; path=/|b=2", string.Join("|", fields["set-cookie"].ToArray()));
        Assert.Equal("not ; a = valid\" value", fields["X-ODD"].ToString());
        Assert.Equal("text/html;charset=\"odd", fields["Content-Type"].ToString());
        Assert.Equal(3, fields.Count);
        Assert.False(fields.ContainsKey("Content-Length"));
    }

    [Fact]
    public void HeaderSnapshot_RequestChangesLater_StaysAsItWas()
    {
        var request = CaptureTestRules.Request("/", headers: [("Cookie", "a=1"), ("X-A", "1")]);

        var fields = HeaderSnapshot.Of(request.Headers);
        request.Headers.Clear();

        Assert.Equal("a=1", fields["cookie"].ToString());
        Assert.Throws<KeyNotFoundException>(() => fields["X-B"]);
        Assert.Contains("X-A", fields.Keys);
    }

    [Theory]
    [InlineData("/a%20b/%C3%A4?x=1", "", "/a b/ä", "/a%20b/%C3%A4")]
    [InlineData("/shop/thanks", "/shop", "/thanks", "/shop/thanks")]
    [InlineData("/thanks?x", "/shop", "/thanks", "/shop/thanks")]
    [InlineData("http://shop.example/thanks", "", "/thanks", "/thanks")]
    [InlineData("", "", "/a b", "/a%20b")]
    public void RequestFacts_Path_IsAsTheClientEscapedIt(string rawTarget, string pathBase, string path, string expected)
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = rawTarget;
        context.Request.PathBase = pathBase;
        context.Request.Path = path;

        Assert.Equal(expected, new RequestFacts(context, default).EscapedPath());
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender", true)]
    [InlineData("Purpose", "Prefetch", true)]
    [InlineData("X-Purpose", "preview", true)]
    [InlineData("X-Moz", "prefetch", true)]
    [InlineData("Next-Router-Prefetch", "1", true)]
    [InlineData("Purpose", "purchase", false)]
    [InlineData("Sec-Fetch-Mode", "navigate", false)]
    public void PrefetchSignals_Headers_AreKnown(string name, string value, bool expected)
    {
        Assert.Equal(expected, PrefetchSignals.Has(CaptureTestRules.Request("/", headers: (name, value)).Headers));
    }
}

using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class OptionsValidatorTests
{
    [Theory]
    [InlineData("DataDirectory", "", "Write the path of a folder")]
    [InlineData("Pixels:main:Id", "", "Copy the dataset's number")]
    [InlineData("Pixels:main:Id", "12 3", "Copy the dataset's number")]
    [InlineData("Pixels:main:Id", "١٢٣", "Copy the dataset's number")]
    [InlineData("Pixels:main:Id", "123456789012345678901", "Copy the dataset's number")]
    [InlineData("Pixels:main:AccessToken", "", "Set it from the environment")]
    [InlineData("Pixels:main:AccessToken", "abc\n", "Copy it again")]
    [InlineData("Pixels:main:AccessToken", "abc def", "Copy it again")]
    [InlineData("Pixels:main:AppSecret", "abc\tdef", "Copy it again")]
    [InlineData("Pixels:main:TestEventCode", "TEST 1", "Copy it again")]
    [InlineData("Pixels:main:Hosts", "https://shop.example", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "shop.example/path", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "shop.example:8080", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "shop.*", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "*", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "a.*.example", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "a.example,b.example", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "a..example", "Write a name without scheme")]
    [InlineData("Pixels:main:Hosts", "::1", "Write a name without scheme")]
    [InlineData("Graph:Version", "26.0", "Write v, major, dot, minor")]
    [InlineData("Graph:Version", "v26", "Write v, major, dot, minor")]
    [InlineData("Graph:Version", "v26.0\n", "Write v, major, dot, minor")]
    [InlineData("Graph:Version", "v٢.0", "Write v, major, dot, minor")]
    [InlineData("Graph:BaseAddress", "graph.facebook.com", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "ftp://graph.facebook.com", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "https://graph.facebook.com/?", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "https://graph.facebook.com/#x", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "https://graph.facebook.com/v26.0", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "https://me@graph.facebook.com", "Write scheme and host only")]
    [InlineData("Graph:BaseAddress", "http://graph.facebook.com", "Write https://")]
    [InlineData("Graph:BaseAddress", "http://localhost.example", "Write https://")]
    [InlineData("Admin:Url", "8081", "Write http, host and port")]
    [InlineData("Admin:Url", "https://127.0.0.1:8081", "Write http, host and port")]
    [InlineData("Admin:Url", "http://127.0.0.1:8081/admin", "Write http, host and port")]
    [InlineData("Admin:Url", "http://*:8081", "Write http, host and port")]
    [InlineData("Identity:DefaultCountry", "DEU", "Write the two letters")]
    [InlineData("Identity:DefaultCountry", "4É", "Write the two letters")]
    [InlineData("Discovery:Events:0", "purchase", "Did you mean 'Purchase'?")]
    [InlineData("Delivery:MoneyEvents:0", "start_trial", "Did you mean 'StartTrial'?")]
    public void Compile_BadOption_IsAFailureWithACure(string key, string value, string cure)
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith((key, value))));

        Assert.Equal($"ProxyCapi:{key}", failure.Path);
        Assert.StartsWith(cure, failure.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Preset", "Cloudfare", "Write one of Cloudflare,")]
    [InlineData("Header", "X Real IP", "Write the name alone")]
    [InlineData("Networks:0", "173.245.48", "Write an address and a prefix length")]
    [InlineData("Networks:0", "0.0.0.0/0", "Write the networks that the proxy's requests come from")]
    [InlineData("Networks:0", "::/0", "Write the networks that the proxy's requests come from")]
    public void Compile_TrustedProxyThatCannotBeTrusted_IsAFailureWithACure(string key, string value, string cure)
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith(
            ("Identity:TrustedProxies:cdn:Networks:0", "173.245.48.0/20"), ($"Identity:TrustedProxies:cdn:{key}", value))));

        Assert.Equal($"ProxyCapi:Identity:TrustedProxies:cdn:{key}", failure.Path);
        Assert.StartsWith(cure, failure.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TrustedProxyWithoutNetworks_IsAFailure() => Assert.Equal(
        "ProxyCapi:Identity:TrustedProxies:cdn:Networks",
        Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith(("Identity:TrustedProxies:cdn:Preset", "Cloudflare")))).Path);

    [Theory]
    [InlineData("Pixels:main:Id", "12345678901234567890")]
    [InlineData("Pixels:main:Hosts", "*.shop.example")]
    [InlineData("Pixels:main:Hosts", "localhost")]
    [InlineData("Pixels:main:Hosts", "127.0.0.1")]
    [InlineData("Pixels:main:Hosts", "[::1]")]
    [InlineData("Pixels:main:Hosts", "bücher.example")]
    [InlineData("Pixels:main:Hosts", "xn--bcher-kva.example")]
    [InlineData("Graph:BaseAddress", "http://localhost:5090")]
    [InlineData("Graph:BaseAddress", "http://127.0.0.1:5090/")]
    [InlineData("Graph:BaseAddress", "http://[::1]:5090")]
    [InlineData("Graph:BaseAddress", "https://capi.shop.example")]
    [InlineData("Admin:Url", "")]
    [InlineData("Admin:Url", "http://0.0.0.0:9000")]
    [InlineData("Identity:DefaultCountry", "de")]
    [InlineData("Discovery:Events:0", "MyOwnEvent")]
    public void Compile_GoodOption_IsNoFailure(string key, string value) =>
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.GoodWith((key, value))));

    [Theory]
    [InlineData("Graph:Timeout", "00:00:01", "00:05:00", "00:00:00.9990000", "00:05:00.0010000")]
    [InlineData("Delivery:BatchSize", "1", "1000", "0", "1001")]
    [InlineData("Delivery:MaxBatchBytes", "16384", "16777216", "16383", "16777217")]
    [InlineData("Delivery:MoneyLinger", "00:00:00", "00:01:00", "-00:00:00.0010000", "00:01:00.0010000")]
    [InlineData("Delivery:Linger", "00:00:00", "00:05:00", "-00:00:00.0010000", "00:05:00.0010000")]
    [InlineData("Delivery:RetryBaseDelay", "00:00:00.1000000", "00:01:00", "00:00:00.0990000", "00:01:00.0010000")]
    [InlineData("Delivery:RetryMaxDelay", "00:00:01", "01:00:00", "00:00:00.9990000", "01:00:00.0010000")]
    [InlineData("Delivery:MaxQueueLength", "1000", "10000000", "999", "10000001")]
    [InlineData("Delivery:MaxQueueBytes", "1048576", "1099511627776", "1048575", "1099511627777")]
    [InlineData("Delivery:MaxConcurrentBatches", "1", "16", "0", "17")]
    [InlineData("Delivery:MinFreeBytes", "0", "1099511627776", "-1", "1099511627777")]
    [InlineData("Delivery:MaxMemoryBytes", "1048576", "4294967296", "1048575", "4294967297")]
    [InlineData("Delivery:DeadLetterRetention", "01:00:00", "400.00:00:00", "00:59:59", "400.00:00:01")]
    [InlineData("Delivery:MaxDeadLetters", "0", "1000000", "-1", "1000001")]
    [InlineData("Delivery:AcceptedRetention", "00:00:00", "400.00:00:00", "-00:00:01", "400.00:00:01")]
    [InlineData("Delivery:DedupeWindow", "2.00:00:00", "400.00:00:00", "1.23:59:59", "400.00:00:01")]
    [InlineData("Delivery:DrainTimeout", "00:00:00", "00:05:00", "-00:00:01", "00:05:01")]
    [InlineData("Capture:MaxRequestBytes", "0", "67108864", "-1", "67108865")]
    [InlineData("Capture:MaxResponseBytes", "4096", "67108864", "4095", "67108865")]
    [InlineData("Capture:MaxDecodedBytes", "65536", "268435456", "65535", "268435457")]
    [InlineData("Capture:QueueLength", "16", "100000", "15", "100001")]
    [InlineData("Capture:QueueBytes", "1048576", "4294967296", "1048575", "4294967297")]
    public void Compile_Bound_IsAllowedAndOneBeyondIsNot(string key, string least, string most, string below, string above)
    {
        // What a small queue needs beside it.
        (string, string?)[] others = key == "Capture:QueueBytes" ? [("Capture:MaxResponseBytes", "65536")] : [];
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.GoodWith([(key, least), .. others])));
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.GoodWith([(key, most), .. others])));
        foreach (var beyond in new[] { below, above })
        {
            // Of more than the queue may hold, the queue complains too.
            var failure = TestConfiguration.Failures(TestConfiguration.GoodWith([(key, beyond), .. others]))
                .Single(failure => failure.Problem.EndsWith("is out of bounds.", StringComparison.Ordinal));
            Assert.Equal(($"ProxyCapi:{key}", $"{beyond} is out of bounds.", $"Write a value from {least} to {most}."), (failure.Path, failure.Problem, failure.Cure));
        }
    }

    [Fact]
    public void Compile_NoPixel_IsAFailureUnlessSwitchedOff()
    {
        Assert.Equal("ProxyCapi:Pixels", Assert.Single(TestConfiguration.Failures(TestConfiguration.Json("{}"))).Path);
        Assert.Equal("Pixels", Assert.Single(TestConfiguration.Failures(TestConfiguration.Json("""{ "Mode": "Shadow" }"""))).Path);
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.Json("""{ "ProxyCapi": { "Mode": "Off" } }""")));
    }

    [Theory]
    [InlineData("Shadow")]
    [InlineData("Off")]
    public void Compile_NoTokenOutsideLive_IsNoFailure(string mode) =>
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.GoodWith(("Mode", mode), ("Pixels:main:AccessToken", null))));

    [Fact]
    public void Compile_PageLongerThanTheQueue_IsAFailure()
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith(
            ("Capture:MaxResponseBytes", "1048577"), ("Capture:QueueBytes", "1048576"))));

        Assert.Equal("ProxyCapi:Capture:MaxResponseBytes", failure.Path);
        Assert.Contains("QueueBytes (1048576)", failure.Cure, StringComparison.Ordinal);
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.GoodWith(("Capture:MaxResponseBytes", "1048576"), ("Capture:QueueBytes", "1048576"))));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "shop.example", true)]
    [InlineData("shop.example", null, true)]
    [InlineData("shop.example", "SHOP.example.", true)]
    [InlineData("*.shop.example", "de.shop.example", true)]
    [InlineData("de.shop.example", "*.shop.example", true)]
    [InlineData("*.shop.example", "*.de.shop.example", true)]
    [InlineData("*.shop.example", "shop.example", false)]
    [InlineData("*.shop.example", "*.myshop.example", false)]
    [InlineData("shop.example", "other.example", false)]
    public void Compile_SamePixelForHostsInCommon_IsAFailure(string? first, string? second, bool isFailure)
    {
        var hosts = new[] { ("Pixels:main:Hosts:0", first), ("Pixels:second:Hosts:0", second) }.Where(entry => entry.Item2 is not null);
        var failures = TestConfiguration.Failures(TestConfiguration.GoodWith([("Pixels:second:Id", "123"), ("Pixels:second:AccessToken", "x"), .. hosts]));

        Assert.Equal(isFailure ? ["ProxyCapi:Pixels:second"] : [], failures.Select(failure => failure.Path));
    }

    [Fact]
    public void Compile_SamePixelForTheSameHosts_IsAFailure()
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith(("Pixels:second:Id", "123"), ("Pixels:second:AccessToken", "x"))));

        Assert.Equal("ProxyCapi:Pixels:second", failure.Path);
        Assert.Contains("'main'", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_PixelNamesFromCodeThatDifferInCaseOnly_AreAFailure()
    {
        var options = new ProxyCapiOptions
        {
            Pixels = new() { ["main"] = new() { Id = "1", AccessToken = "t" }, ["Main"] = new() { Id = "2", AccessToken = "t" } },
        };

        Assert.Equal("ProxyCapi:Pixels:main", Assert.Single(TestConfiguration.Compile(options).Failures).Path);
    }

    [Fact]
    public void Compile_Country_IsInUpperCaseOrAbsent()
    {
        Assert.Equal("DE", TestConfiguration.Compile(TestConfiguration.GoodWith(("Identity:DefaultCountry", "de"))).RuleSet!.Options.Identity.DefaultCountry);
        Assert.Null(TestConfiguration.Compile(TestConfiguration.GoodWith(("Identity:DefaultCountry", ""))).RuleSet!.Options.Identity.DefaultCountry);
    }

    [Fact]
    public void Compile_EnumFromCode_IsCheckedToo()
    {
        var options = TestConfiguration.Bind(TestConfiguration.Json(TestConfiguration.Good));
        options.Mode = (ProxyCapiMode)9;

        Assert.Equal("ProxyCapi:Mode", Assert.Single(TestConfiguration.Compile(options).Failures).Path);
    }

    [Theory]
    [InlineData("Event", "", "Event", "Write a standard event (PageView, ViewContent,")]
    [InlineData("Event", "purchase", "Event", "Did you mean 'Purchase'?")]
    [InlineData("Event", "add_to_cart", "Event", "Did you mean 'AddToCart'?")]
    [InlineData("Event", "Purchase ", "Event", "Write the name alone.")]
    [InlineData("Event", "Pur\u0001chase", "Event", "Write the name alone.")]
    [InlineData("Pixels:0", "mian", "Pixels:0", "Did you mean 'main'? Pixels: main.")]
    [InlineData("Pixels", "elsewhere", "Pixels", "Pixels: main.")]
    [InlineData("ActionSource", "phonecall", "ActionSource", "Did you mean 'phone_call'? Known values: website,")]
    [InlineData("ActionSource", "shop", "ActionSource", "Known values: website,")]
    [InlineData("ActionSource", "Website", "ActionSource", "Did you mean 'website'?")]
    [InlineData("ActionSource", "app", "ActionSource", "Write one of website, email, phone_call,")]
    [InlineData("ActionSource", "business_messaging", "ActionSource", "Write one of website, email, phone_call,")]
    [InlineData("CustomData:item_number", "{css:.sku}", "CustomData:item_number", "Use 'content_ids'")]
    [InlineData("Match:Hosts:1", "http://x", "Match:Hosts:1", "Write a name without scheme")]
    [InlineData("UserData:email", "x", "UserData:email", "Did you mean 'em'? Known keys here: em, ph,")]
    [InlineData("UserData:phone", "x", "UserData:phone", "Did you mean 'ph'?")]
    [InlineData("UserData:first_name", "x", "UserData:first_name", "Did you mean 'fn'?")]
    [InlineData("UserData:lastName", "x", "UserData:lastName", "Did you mean 'ln'?")]
    [InlineData("UserData:zip", "x", "UserData:zip", "Did you mean 'zp'?")]
    [InlineData("UserData:city", "x", "UserData:city", "Did you mean 'ct'?")]
    [InlineData("UserData:state", "x", "UserData:state", "Did you mean 'st'?")]
    [InlineData("UserData:externalid", "x", "UserData:externalid", "Did you mean 'external_id'?")]
    [InlineData("UserData:shoe_size", "x", "UserData:shoe_size", "Known keys here: em, ph,")]
    [InlineData("CustomData:contents", "{json:lines}", "CustomData:contents", "Write { \"Each\":")]
    [InlineData("CustomData:contents:price", "{css:.p}", "CustomData:contents:price", "Did you mean 'item_price'? Known keys here: Each, Where, id,")]
    [InlineData("CustomData:contents:Ech", "css:tr", "CustomData:contents:Ech", "Did you mean 'Each'?")]
    [InlineData("CustomData:content_ids:id", "{css:.p}", "CustomData:content_ids", "Write one expression, or {")]
    [InlineData("CustomData:value:Each", "css:.p", "CustomData:value", "Write one expression: \"value\"")]
    [InlineData("CustomData:order_id:id", "css:.p", "CustomData:order_id", "Write one expression: \"order_id\"")]
    [InlineData("CustomData:currency", "EURO", "CustomData:currency", "Write the three letters of ISO 4217")]
    [InlineData("CustomData:curency", "EUR", "CustomData:curency", "Did you mean 'currency'?")]
    [InlineData("CustomData:orderId", "{route:id}", "CustomData:orderId", "Did you mean 'order_id'?")]
    [InlineData("CustomData:colours:Eahc", "css:li", "CustomData:colours", "Did you mean 'Each'?")]
    [InlineData("CustomData:contents:Where", "css:b", "CustomData:contents", "Write { \"Each\":")]
    [InlineData("AwaitDurableTimeout", "00:00:00.009", "AwaitDurableTimeout", "Write a value from 00:00:00.0100000 to 00:00:10.")]
    [InlineData("AwaitDurableTimeout", "00:00:10.001", "AwaitDurableTimeout", "Write a value from 00:00:00.0100000 to 00:00:10.")]
    public void Compile_BadRule_IsAFailureWithACure(string key, string value, string path, string cure)
    {
        var failure = TestConfiguration.Failures(TestConfiguration.RuleWith((key, value)))[0];

        Assert.Equal($"ProxyCapi:Rules:purchase:{path}", failure.Path);
        Assert.StartsWith(cure, failure.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Event", "MyOwnEvent")]
    [InlineData("Pixels", "MAIN")]
    [InlineData("ActionSource", "phone_call")]
    [InlineData("CustomData:currency", "{css:.c ?? 'EUR'}")]
    [InlineData("CustomData:content_ids", "{json:lines[*].sku}")]
    [InlineData("CustomData:contents:Each", "json:lines[*].{id: sku}")]
    [InlineData("CustomData:contents:id", "{css:#sku}")]
    [InlineData("CustomData:content", "x")]
    [InlineData("CustomData:coupon", "{css:.coupon}")]
    [InlineData("CustomData:colours:Each", "css:li")]
    [InlineData("AwaitDurable", "true")]
    [InlineData("AwaitDurableTimeout", "00:00:10")]
    public void Compile_GoodRule_IsNoFailure(string key, string value) =>
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.RuleWith((key, value))));

    [Fact]
    public void Compile_RuleThatAnyPageFits_IsAFailure()
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.RuleWith(("Match:Path", null), ("Unless", "css:.x"), ("Match:Status", "200"))));

        Assert.Equal("ProxyCapi:Rules:purchase:Match", failure.Path);
        Assert.StartsWith("Set Path to the page that proves the conversion", failure.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Match:Query:key", "*")]
    [InlineData("Match:Headers:x-a", "*")]
    [InlineData("Match:Cookies:a", "*")]
    [InlineData("Match:Hosts", "thanks.example")]
    [InlineData("When", "css:#paid")]
    [InlineData("Enrich", "true")]
    [InlineData("Match:Path", "/{**rest}")]
    public void Compile_RuleThatIsNarrowedOrEnriches_IsNoFailure(string key, string value) =>
        Assert.Empty(TestConfiguration.Failures(TestConfiguration.RuleWith(("Match:Path", null), (key, value))));

    [Fact]
    public void Compile_NamesOfTheOperator_MustFitLogs()
    {
        var paths = TestConfiguration.Failures(TestConfiguration.GoodWith(
            ("Rules:a\nb:Event", "Lead"), ("Rules:a\nb:Match:Path", "/"), ($"Pixels:{new string('p', 65)}:Id", "9"), ($"Pixels:{new string('p', 65)}:AccessToken", "t")))
            .Select(failure => failure.Path);

        Assert.Equal([$"ProxyCapi:Pixels:{new string('p', 65)}", "ProxyCapi:Rules:a\nb"], paths);
    }
}

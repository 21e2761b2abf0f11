using ProxyCapi.Conversions;

namespace ProxyCapi.Tests.Extraction.Expressions;

public class ValueSourceTests
{
    private static readonly TestExchange Request = new()
    {
        Method = "POST",
        Path = "/shop/thanks/a%20b",
        Query = "?key=wc_1&empty=&q=red+shoes%26socks",
        Status = 201,
        RequestHeaders = [("X-Channel", "web"), ("Cookie", "cart=abc; name=J%C3%BCrgen; _fbp=fb.1.2.3")],
        ResponseHeaders = [("Location", "/orders/77")],
        RouteValues = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["order_id"] = "1001" },
    };

    [Theory]
    [InlineData("{route:order_id}", "1001")]
    [InlineData("{order_id}", "1001")]
    [InlineData("{query:key}", "wc_1")]
    [InlineData("{query:q}", "red shoes&socks")]
    [InlineData("{query:empty}", null)]
    [InlineData("{query:nothing}", null)]
    [InlineData("{header:x-channel}", "web")]
    [InlineData("{header:x-none}", null)]
    [InlineData("{response-header:location}", "/orders/77")]
    [InlineData("{response-header:location|split:'/',-1}", "77")]
    [InlineData("{cookie:cart}", "abc")]
    [InlineData("{cookie:name}", "Jürgen")]
    [InlineData("{cookie:Cart}", null)]
    [InlineData("{url}", "https://shop.example/shop/thanks/a%20b?key=wc_1&empty=&q=red+shoes%26socks")]
    [InlineData("{host}", "shop.example")]
    [InlineData("{path}", "/shop/thanks/a%20b")]
    [InlineData("{status}", "201")]
    [InlineData("{method}", "POST")]
    [InlineData("{'a constant'}", "a constant")]
    [InlineData("{const:EUR}", "EUR")]
    [InlineData("EUR", "EUR")]
    [InlineData("order-{order_id}-{host}", "order-1001-shop.example")]
    [InlineData("order-{query:nothing}", null)] // half an id is worse than none
    [InlineData("{{literal}}", "{literal}")]
    public void Read_SourceOfTheRequest_GivesItsText(string expression, string? expected) => Assert.Equal(expected, Reading.Text(expression, Request));

    [Theory]
    [InlineData("{query:nothing ?? cookie:nothing ?? order_id}", "1001")]
    [InlineData("{query:empty ?? 'none'}", "none")]
    [InlineData("{query:key ?? 'none'}", "wc_1")]
    [InlineData("{cookie:nothing ?? query:nothing}", null)]
    public void Read_Alternatives_TheFirstThatGivesSomething(string expression, string? expected) => Assert.Equal(expected, Reading.Text(expression, Request));

    [Fact]
    public void Read_CookieBesideMalformedOnes_IsFound()
    {
        var exchange = new TestExchange { RequestHeaders = [("Cookie", "bad={\"a\":1,\"b\":\"x y\"}; =nameless; also bad; good=yes; ü=1; last=\"quoted\"")] };

        Assert.Equal("yes", Reading.Text("{cookie:good}", exchange));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "email=a%40b.example&billing%5Bfirst_name%5D=J%C3%BCrgen&note=a+b&email=second")]
    [InlineData("multipart/form-data; boundary=\"x\"", "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.example\r\n--x\r\nContent-Disposition: form-data; name=\"billing[first_name]\"\r\n\r\nJürgen\r\n--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u0001\u0002\r\n--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na b\r\n--x--\r\n")]
    public void Read_PostedForm_GivesItsFields(string contentType, string body)
    {
        var posted = TestExchange.Posted(body, contentType);

        Assert.Equal("a@b.example", Reading.Text("{form:email}", posted));
        Assert.Equal("a@b.example", Reading.Text("{form:EMAIL}", posted));
        Assert.Equal("Jürgen", Reading.Text("{form:billing[first_name]}", posted));
        Assert.Equal("a b", Reading.Text("{form:note}", posted));
        Assert.Null(Reading.Text("{form:photo}", posted));
    }

    [Fact]
    public void Read_FormCutOff_TheFieldItWasCutInIsNone()
    {
        // In the middle of a character as well, which must not make the rest look like another charset.
        var body = System.Text.Encoding.UTF8.GetBytes("name=J\u00FCrgen&email=anna@example.com&note=caf\u00E9");
        TestExchange Posted(int length) => new()
        {
            Method = "POST",
            RequestBody = ProxyCapi.Capture.CapturedBody.FromBytes(body[..length], "application/x-www-form-urlencoded", isTruncated: true),
        };

        Assert.Null(Reading.Text("{form:note}", Posted(body.Length - 1)));
        Assert.Equal("J\u00FCrgen", Reading.Text("{form:name}", Posted(body.Length - 1)));
        Assert.Equal("anna@example.com", Reading.Text("{form:email}", Posted(body.Length - 1)));
        Assert.Null(Reading.Text("{form:email}", Posted(30)));
        Assert.Null(Reading.Text("{form:name}", Posted(6)));
    }

    [Fact]
    public void Read_MultipartCutOff_KeepsTheFieldsBefore()
    {
        var posted = TestExchange.Posted("--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.example\r\n--x\r\nContent-Disposition: form-data; name=\"no", "multipart/form-data; boundary=x");

        Assert.Equal("a@b.example", Reading.Text("{form:email}", posted));
    }

    [Theory]
    [InlineData("{json:order.total}", "104.70", "Number")]
    [InlineData("{json:order.id}", "000123", "Text")]
    [InlineData("{json:order.count}", "3", "Number")]
    [InlineData("{json:order.paid}", "true", "Boolean")]
    [InlineData("{json:order.none}", null, null)]
    [InlineData("{json:order.missing.deep}", null, null)]
    [InlineData("{json:order.lines[1].sku}", "B", "Text")]
    [InlineData("{json:'order.lines[*].sku | [0]'}", "A", "Text")]
    [InlineData("{json:'length(order.lines)'}", "2", "Number")]
    [InlineData("{json:'order.lines[?sku == ''B''].qty | [0]'}", "2", "Number")]
    [InlineData("{json:order.lines[?sku == 'B']}", "[{\"sku\":\"B\",\"qty\":2}]", "Text")]
    [InlineData("{json:order.lines[?qty == `2`]|json:[0].sku}", "B", "Text")]
    public void Read_AnswersJson_ByJmesPath(string expression, string? expected, string? kind)
    {
        var answer = TestExchange.Answer("""{"order":{"id":"000123","total":104.70,"count":3,"paid":true,"none":null,"lines":[{"sku":"A","qty":1},{"sku":"B","qty":2}]}}""");

        var value = Reading.Value(expression, answer);

        Assert.Equal(expected, value?.Text);
        Assert.Equal(kind, value?.Kind.ToString());
    }

    [Fact]
    public void Read_RequestsJson_ByJmesPath()
    {
        var posted = TestExchange.Posted("""{"customer":{"email":"a@b.example"}}""", "application/json");

        Assert.Equal("a@b.example", Reading.Text("{request-json:customer.email}", posted));
        Assert.Null(Reading.Text("{json:customer.email}", posted));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")] // Woo's wc-ajax
    [InlineData("text/javascript")]
    [InlineData(null)]
    public void Read_JsonUnderAnotherLabel_IsJson(string? contentType) =>
        Assert.Equal("success", Reading.Text("{json:result}", TestExchange.Answer("""{"result":"success"}""", contentType!)));

    [Theory]
    [InlineData("{css:h1}", "Thank you")]
    [InlineData("{css:.total bdi}", "1.234,56 €")]
    [InlineData("{css:.total@data-value}", "1234.56")]
    [InlineData("{css:.total @data-value}", "1234.56")]
    [InlineData("{css:meta[name=\"order\"]@content}", "1001")]
    [InlineData("{css:li}", "one")]
    [InlineData("{css[2]:li}", "two")]
    [InlineData("{css[-1]:li}", "three")]
    [InlineData("{css[-3]:li}", "one")]
    [InlineData("{css[4]:li}", null)]
    [InlineData("{css[-4]:li}", null)]
    [InlineData("{css:li:nth-child(2)}", "two")]
    [InlineData("{css:.absent}", null)]
    [InlineData("{css:.total@absent}", null)]
    [InlineData("{css:input[name='billing[email]']@value}", "a@b.example")]
    [InlineData("{css:a[href=\"mailto:a@b.example\"]}", "write")]
    [InlineData("{css:.fold}", "a b c")]
    [InlineData("{css:noscript img@src}", null)] // scripts run: noscript is not on the page
    public void Read_Css_GivesTextAttributeOrNth(string expression, string? expected)
    {
        var page = TestExchange.Page("""
            <html lang="de"><head><meta name="order" content="1001"></head><body><h1> Thank
            you </h1><p class="total" data-value="1234.56"><bdi>1.234,56&nbsp;&euro;</bdi></p>
            <ul><li>one<li>two<li>three</ul><input name="billing[email]" value="a@b.example"><a href="mailto:a@b.example">write</a>
            <p class="fold">a&nbsp;
              b <b>c</b></p><noscript><img src="https://pixel.example/"></noscript></body></html>
            """);

        Assert.Equal(expected, Reading.Text(expression, page));
    }

    [Theory]
    [InlineData("{regex:'order: (\\d+)'}", "1001")]
    [InlineData("{regex:order: \\d+}", "order: 1001")]
    [InlineData("{regex:'order: (?<id>\\d{2})'}", "10")]
    [InlineData("{regex:'(?<=total )\\d+'}", "55")] // look-behind: the engine that backtracks
    [InlineData("{regex:nothing}", null)]
    public void Read_Regex_GivesTheFirstGroup(string expression, string? expected) =>
        Assert.Equal(expected, Reading.Text(expression, TestExchange.Page("<p>order: 1001 total 55</p>")));

    [Theory]
    [InlineData("{script:ordersTrackingData|json:'\"*\".ordersTrackingData.orders[0].id'}", "000000012")]
    [InlineData("{script:'var order'|regex:'(\\{.*\\})'|json:total}", "104.70")]
    [InlineData("{script:'var order'|regex:'(\\{.*\\})'|json:contents|json:[0].id}", "A")]
    [InlineData("{script:'var order'|regex:'(\\{.*\\})'|json:twice|json:a}", "1")]
    [InlineData("{script:'var order'|regex:'(\\{.*\\})'|json:fragment|html:'b@data-id'}", "7")]
    [InlineData("{script:nowhere}", null)]
    [InlineData("{css:[data-order]@data-order|json:value}", "9.5")]
    public void Read_DataInScriptsAndAttributes_IsRead(string expression, string? expected)
    {
        var page = TestExchange.Page("""
            <script type="text/x-magento-init">{"*":{"ordersTrackingData":{"orders":[{"id":"000000012"}]}}}</script>
            <script>var order = {"total":104.70,"contents":"[{\"id\":\"A\"}]","twice":"\"{\\\"a\\\":1}\"","fragment":"<p><b data-id='7'>x</b></p>"};</script>
            <div data-order="{&#34;value&#34;:9.5}"></div>
            """);

        Assert.Equal(expected, Reading.Text(expression, page));
    }

    [Fact]
    public void Read_ConstantNumber_KeepsItsText() => Assert.Equal(new ScalarValue("19.90"), Reading.Value("19.90", new TestExchange()));
}

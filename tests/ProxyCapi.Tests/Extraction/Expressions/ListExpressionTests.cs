using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Extraction.Expressions;

public class ListExpressionTests
{
    private static readonly TestExchange Page = TestExchange.Page("""
        <html lang="de"><table>
        <tr class="item" data-sku="A-1"><td class="qty">2 Stk.</td><td class="price">1.049,00 €</td></tr>
        <tr class="item" data-sku="B-2"><td class="qty">1</td><td class="price">-5,00 €</td></tr>
        <tr class="item"><td class="qty"></td><td class="price">9,90 €</td></tr>
        <tr class="sum"><td class="price">2.103,90 €</td></tr>
        </table>
        """);

    [Fact]
    public void Read_Elements_FieldsAreRelativeToTheEntry()
    {
        var lines = Reading.Lines(new RuleField { Each = "css:tr.item", Fields = { ["id"] = "{css:@data-sku}", ["quantity"] = "{css:.qty|number}", ["item_price"] = "{css:.price|money}", ["title"] = "{css:td:nth-child(1)}" } }, Page);

        Assert.Equal(3, lines.Count);
        Assert.Equal(new() { ["id"] = "A-1", ["quantity"] = "2", ["item_price"] = "1049.00", ["title"] = "2 Stk." }, lines[0]);
        Assert.Equal(new() { ["id"] = "B-2", ["quantity"] = "1", ["item_price"] = "-5.00", ["title"] = "1" }, lines[1]);
        Assert.Equal(new() { ["item_price"] = "9.90" }, lines[2]);
    }

    [Fact]
    public void Read_BlanksAroundAValue_AreNotPartOfIt()
    {
        var page = TestExchange.Page("<li data-sku=' BELL '>x</li><li data-sku='  '>y</li>");

        var lines = Reading.Lines(new RuleField { Each = "css:li", Fields = { ["id"] = "{css:@data-sku}", ["title"] = "{css:li}" } }, page);

        Assert.Equal("BELL", lines[0]["id"]);
        Assert.DoesNotContain(lines, line => line.TryGetValue("id", out var id) && id.Trim().Length == 0);
    }

    [Fact]
    public void Read_Where_LeavesEntriesOut()
    {
        var lines = Reading.Lines(new RuleField { Each = "css:tr.item", Where = ["css:@data-sku", "css:.price|money > 0"], Fields = { ["id"] = "{css:@data-sku}" } }, Page);

        Assert.Equal("A-1", Assert.Single(lines)["id"]);
    }

    [Fact]
    public void Read_ScopeSelector_IsTheEntry()
    {
        var lines = Reading.Lines(new RuleField { Each = "css:div", Fields = { ["id"] = "{css::scope > b}" } }, TestExchange.Page("<div><p><b>deep</b></p><b>own</b></div>"));

        Assert.Equal("own", Assert.Single(lines)["id"]);
    }

    [Fact]
    public void Read_PrintedNumbersWithoutTransform_AreReadAsNumbers()
    {
        var lines = Reading.Lines(new RuleField { Each = "css:tr.item", Fields = { ["quantity"] = "{css:.qty}", ["item_price"] = "{css:.price}" } }, Page);

        Assert.Equal(new() { ["quantity"] = "2", ["item_price"] = "1049.00" }, lines[0]);
    }

    [Theory]
    [InlineData("json:order.lines", """{"order":{"lines":[{"sku":"A"},{"sku":"B"}]}}""")]
    [InlineData("json:order.lines[*]", """{"order":{"lines":[{"sku":"A"},{"sku":"B"}]}}""")]
    [InlineData("json:order.lines[]", """{"order":{"lines":[[{"sku":"A"}],[{"sku":"B"}]]}}""")]
    [InlineData("json:order.lines", """{"order":{"lines":"[{\"sku\":\"A\"},{\"sku\":\"B\"}]"}}""")] // a list as JSON text
    [InlineData("json:a ++ json:b", """{"a":[{"sku":"A"}],"b":{"sku":"B"}}""")]
    [InlineData("json:'a || b'", """{"b":[{"sku":"A"},{"sku":"B"}]}""")]
    [InlineData("json:none ?? json:lines", """{"lines":[{"sku":"A"},{"sku":"B"}]}""")]
    public void Read_Json_EachEntryIsALine(string each, string json)
    {
        var lines = Reading.Lines(new RuleField { Each = each, Fields = { ["id"] = "{json:sku}" } }, TestExchange.Answer(json));

        Assert.Equal(["A", "B"], lines.Select(line => line["id"]));
    }

    [Theory]
    [InlineData("json:none")]
    [InlineData("css:tr")]
    [InlineData("script:none|json:lines")]
    public void Read_NothingThere_GivesNoLines(string each) =>
        Assert.Empty(Reading.Lines(new RuleField { Each = each, Fields = { ["id"] = "{json:sku}" } }, TestExchange.Answer("""{"a":1}""")));

    [Fact]
    public void Read_RequestsJson_NeedsOnlyTheRequest()
    {
        var posted = TestExchange.Posted("""{"items":[{"sku":"A","price":"1.049,00"},{"sku":"B","price":5}]}""", "application/json");
        var options = new RuleOptions { Event = "Purchase", CustomData = { ["contents"] = new RuleField { Each = "request-json:items", Fields = { ["id"] = "{json:sku}", ["item_price"] = "{json:price|money:de}" } } } };

        var reader = Reading.Reader(options, posted);

        Assert.True(reader.NeedsRequestBody);
        Assert.False(reader.NeedsResponseBody);
        Assert.Equal(["1049.00", "5"], Reading.Conversion(options, posted)!.Contents.Select(item => item.Fields["item_price"].Text));
    }

    [Fact]
    public void Read_ListOfAScript_IsRead()
    {
        var page = TestExchange.Page("""<script>fbq('track','Purchase',{"contents":"[{\"id\":\"A\"},{\"id\":\"B\"}]"})</script>""");

        var lines = Reading.Lines(new RuleField { Each = "script:Purchase|regex:'\\{.*\\}'|json:contents", Fields = { ["id"] = "{json:id}" } }, page);

        Assert.Equal(["A", "B"], lines.Select(line => line["id"]));
    }

    [Fact]
    public void Read_OtherFieldOfTheRule_IsKnownInsideTheList()
    {
        var options = new RuleOptions
        {
            Event = "Purchase",
            CustomData = { ["order_id"] = "{json:id}", ["contents"] = new RuleField { Each = "json:lines", Fields = { ["id"] = "{order_id}-{json:sku}" } } },
        };

        var conversion = Reading.Conversion(options, TestExchange.Answer("""{"id":"7","lines":[{"sku":"A"}]}"""));

        Assert.Equal("7-A", Assert.Single(conversion!.Contents).Fields["id"].Text);
    }

    [Fact]
    public void Read_EndlessList_IsCut()
    {
        var json = "[" + string.Join(',', Enumerable.Repeat("{\"sku\":\"A\"}", 5000)) + "]";

        Assert.Equal(1000, Reading.Lines(new RuleField { Each = "json:@", Fields = { ["id"] = "{json:sku}" } }, TestExchange.Answer(json)).Count);
    }

    [Theory]
    [InlineData("{json:ids}")]
    [InlineData("{json:text}")]
    public void Read_ContentIdsFromOneExpression_AreTheListsIds(string expression)
    {
        var options = new RuleOptions { Event = "AddToCart", CustomData = { ["content_ids"] = expression } };

        Assert.Equal(["A", "7"], Reading.Conversion(options, TestExchange.Answer("""{"ids":["A",7],"text":"[\"A\",\"7\"]"}"""))!.ContentIds);
    }

    [Fact]
    public void Read_ContentIdsFromOneExpression_ASingleId()
    {
        var options = new RuleOptions { Event = "AddToCart", CustomData = { ["content_ids"] = "{form:product}" } };

        var conversion = Reading.Conversion(options, TestExchange.Posted("product=0815", "application/x-www-form-urlencoded"))!;

        Assert.Equal(["0815"], conversion.ContentIds);
        Assert.Empty(conversion.CustomData);
    }

    [Fact]
    public void Read_ContentIdsOfEntries_AreTheEntriesValues()
    {
        var options = new RuleOptions { Event = "Purchase", CustomData = { ["content_ids"] = new RuleField { Each = "css:tr.item", Value = "{css:@data-sku}" } } };

        Assert.Equal(["A-1", "B-2"], Reading.Conversion(options, Page)!.ContentIds);
    }
}

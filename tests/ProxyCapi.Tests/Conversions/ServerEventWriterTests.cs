using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxyCapi.Conversions;

namespace ProxyCapi.Tests.Conversions;

/// <summary>meta-capi.md section 2: what is empty is left out, zero and false stay.</summary>
public class ServerEventWriterTests
{
    [Fact]
    public void Write_NothingSet_IsTheEnvelopeAlone() =>
        Assert.Equal(
            """{"event_name":"PageView","event_time":1700000000,"action_source":"website","user_data":{}}""",
            Write(new ServerEvent { EventName = "PageView", EventTime = At(1_700_000_000) }));

    [Fact]
    public void Write_ZeroAndFalse_Stay()
    {
        var source = new ServerEvent { EventName = "Subscribe", EventTime = At(1), OptOut = false };
        source.CustomData.Value = 0;
        source.CustomData.NumItems = 0;
        source.CustomData.PredictedLtv = 0m;
        source.CustomData.NetRevenue = 0m;
        source.CustomData.Contents.Add(new Content { Id = "A", Quantity = 0, ItemPrice = 0 });
        source.UserData.Other["lead_id"] = "0";

        var expected = """{"event_name":"Subscribe","event_time":1,"action_source":"website","opt_out":false,"user_data":{"lead_id":0},"custom_data":{"value":0,"content_ids":["A"],"contents":[{"id":"A","quantity":0,"item_price":0}],"content_type":"product","num_items":0,"predicted_ltv":0,"net_revenue":0}}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(Write(source))), Write(source));
    }

    [Fact]
    public void Write_EmptyTextsAndLists_AreLeftOut()
    {
        var source = new ServerEvent { EventName = "Purchase", EventTime = At(1), EventId = "", EventSourceUrl = "", ReferrerUrl = "" };
        source.UserData.Hashed["em"] = [];
        source.UserData.Fbc = "";
        source.CustomData.Currency = "";
        source.CustomData.ContentName = "";
        source.CustomData.Contents.Add(new Content { Id = "A", Title = "" });

        Assert.Equal(
            """{"event_name":"Purchase","event_time":1,"action_source":"website","user_data":{},"custom_data":{"content_ids":["A"],"contents":[{"id":"A"}],"content_type":"product"}}""",
            Write(source));
    }

    [Fact]
    public void Write_DataProcessingOptions_EmptyMeansSomethingAndAbsentDoesNot()
    {
        var source = new ServerEvent { EventName = "Lead", EventTime = At(1), DataProcessingOptions = [], DataProcessingOptionsCountry = 1 };
        Assert.Equal("""{"event_name":"Lead","event_time":1,"action_source":"website","data_processing_options":[],"user_data":{}}""", Write(source));

        source.DataProcessingOptions = ["LDU"];
        source.DataProcessingOptionsState = 1000;
        Assert.Contains("\"data_processing_options\":[\"LDU\"],\"data_processing_options_country\":1,\"data_processing_options_state\":1000", Write(source), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Money_IsANumberWithItsDigits()
    {
        var source = new ServerEvent { EventName = "Purchase", EventTime = At(1) };
        source.CustomData.Value = 1234567.890m;

        Assert.Contains("\"value\":1234567.890}", Write(source), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Text_IsUtf8AsItIs()
    {
        var source = new ServerEvent { EventName = "Purchase", EventTime = At(1) };
        source.CustomData.ContentName = "Größe \"38\" + <b> 👟 \u0001";

        var written = Write(source);

        Assert.Contains("Größe", written, StringComparison.Ordinal);
        Assert.Equal(source.CustomData.ContentName, JsonDocument.Parse(written).RootElement.GetProperty("custom_data").GetProperty("content_name").GetString());
    }

    [Fact]
    public void Write_IdsOfTheirOwn_ReplaceTheLinesIds()
    {
        var source = new ServerEvent { EventName = "Purchase", EventTime = At(1) };
        source.CustomData.ContentIds.Add("group-1");
        source.CustomData.ContentType = "product_group";
        source.CustomData.Contents.Add(new Content { Id = "A" });
        source.CustomData.Contents.Add(new Content { Id = "A", Quantity = 2 });

        Assert.Equal(
            """{"content_ids":["group-1"],"contents":[{"id":"A"},{"id":"A","quantity":2}],"content_type":"product_group"}""",
            JsonDocument.Parse(Write(source)).RootElement.GetProperty("custom_data").GetRawText());
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static string Write(ServerEvent source) => Encoding.UTF8.GetString(ServerEventWriter.Write(source).Span);
}

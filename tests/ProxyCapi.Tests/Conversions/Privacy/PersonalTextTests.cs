using System.Collections.Frozen;
using System.Text.Json;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Privacy;
using ProxyCapi.Conversions.Urls;

namespace ProxyCapi.Tests.Conversions.Privacy;

public class PersonalTextTests
{
    [Theory]
    [InlineData("write to a@b.example")]
    [InlineData("a%40b.example")]
    [InlineData("a(at)b.example")]
    [InlineData("+49 170 1234567")]
    [InlineData("call (+1) +15551234567 now")]
    [InlineData("020 7946 0101")]
    [InlineData("(555) 123-4567")]
    [InlineData("555-123-4567")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("card 4111111111111111")]
    [InlineData("3782-822463-10005")]
    [InlineData("5555555555554444,")]
    [InlineData("06 12 34 56 78")]
    [InlineData("06.12.34.56.78")]
    [InlineData("06-12-34-56-78")]
    [InlineData("tel: 06 12 34 56 78 75001 Paris")]
    [InlineData("02 9876 5432")]
    [InlineData("(02) 9876 5432")]
    [InlineData("06 1234 5678")]
    [InlineData("(06) 1234 5678")]
    [InlineData("06-12345678")]
    [InlineData("02 123 45 67")]
    [InlineData("03-1234-5678")]
    [InlineData("1-650-555-1212")]
    [InlineData("1.650.555.1212")]
    [InlineData("1 (650) 555-1212")]
    [InlineData("+(49) 170 1234567")]
    [InlineData("+49 170 1234567 25.11.2026")]
    [InlineData("020 7946 0101 25.11.2026")]
    [InlineData("+49\u00A0170\u00A01234567")]
    [InlineData("06\u202F12\u202F34\u202F56\u202F78")]
    [InlineData("020\u20117946\u20110101")]
    [InlineData("4111 1111 1111 1111 12/27")]
    [InlineData("4111111111111111 123")]
    [InlineData("2026-11-30 4111111111111111")]
    [InlineData("1,4111111111111111")]
    [InlineData("4111\u00A01111\u00A01111\u00A01111")]
    public void IsInText_OfAPerson_IsFound(string text) => Assert.True(PersonalText.IsInText(text));

    [Theory]
    [InlineData("1001")]
    [InlineData("WC-2026-000123")]
    [InlineData("2026-11-25 10:30:00")]
    [InlineData("25.11.2026")]
    [InlineData("4006381333931")]
    [InlineData("0012345678905")]
    [InlineData("1.234.567,89")]
    [InlineData("1 249.00 EUR")]
    [InlineData("3 pcs@9.99")]
    [InlineData("@shop")]
    [InlineData("978-3-16-148410-0")]
    [InlineData("CHR-OAK-04")]
    [InlineData("4111111111111112")]
    [InlineData("1764064800123456")]
    [InlineData("30-40-50 cm")]
    [InlineData("gid://shopify/Order/5123456789012")]
    [InlineData("06.12.2026")]
    [InlineData("06.12.2026 10:30")]
    [InlineData("06/12/2026 10:30:15")]
    [InlineData("06-12-2026 10:30")]
    [InlineData("06.12.26 10:30")]
    [InlineData("09.12.2026-1001")]
    [InlineData("25/06/2026 10:30")]
    [InlineData("1.2.3.4.5")]
    [InlineData("10.0.26100.1742")]
    [InlineData("2.0.1.20261125")]
    [InlineData("1.249,00")]
    [InlineData("12 499.00 CZK")]
    [InlineData("04-05")]
    [InlineData("08.00-18.30")]
    [InlineData("0-306-40615-2")]
    [InlineData("0.4111111111111111")]
    [InlineData("261125-113023722-1")]
    [InlineData("Size 06 to 12")]
    [InlineData("05 x 1234 mm")]
    public void IsInText_OfAShop_IsLeftAlone(string text) => Assert.False(PersonalText.IsInText(text));

    [Theory]
    [InlineData("0123-4567-890")]
    [InlineData("555-123-4567")]
    [InlineData("2511251030123456")]
    public void IsInId_OfAnArticle_IsLeftAlone(string id) => Assert.False(PersonalText.IsInId(id));

    [Fact]
    public void Scan_EveryUnhashedField_LosesThePersonAndTellsTheField()
    {
        var source = new ServerEvent { EventName = "Search", EventId = "x", EventSourceUrl = "https://shop.example/" };
        source.CustomData.SearchString = "a@b.example";
        source.CustomData.ContentName = "+49 170 1234567";
        source.CustomData.Contents.Add(new Content { Id = "1", Title = "4111 1111 1111 1111" });
        source.CustomData.ContentIds.Add("a@b.example");
        source.CustomData.Properties["phone"] = JsonSerializer.SerializeToElement("01701234567");
        source.CustomData.Properties["colour"] = JsonSerializer.SerializeToElement("red");
        var dropped = new List<string>();

        PersonalDataFirewall.Scan(source, dropped.Add);

        Assert.Equal(["content_ids", "content_name", "contents", "custom_data", "search_string"], dropped.Order(StringComparer.Ordinal));
        Assert.Null(source.CustomData.SearchString);
        Assert.Null(source.CustomData.Contents[0].Title);
        Assert.Equal(["colour"], source.CustomData.Properties.Keys);
    }

    [Theory]
    [InlineData("""["a\u0040b.example"]""", false)]
    [InlineData("""{"note":{"a\u0040b.example":1}}""", false)]
    [InlineData("""[{"phone":"01701234567"}]""", false)]
    [InlineData("""[1,4111111111111111]""", false)]
    [InlineData("\"\\ud800\"", false)]
    [InlineData("""["red","blue",{"size":42}]""", true)]
    public void Scan_CustomProperty_IsLookedAtAsDeepAsItGoes(string json, bool isKept)
    {
        var source = new ServerEvent { EventName = "Lead" };
        source.CustomData.Properties["colour"] = JsonDocument.Parse(json).RootElement;

        PersonalDataFirewall.Scan(source, _ => { });

        Assert.Equal(isKept, source.CustomData.Properties.ContainsKey("colour"));
    }

    [Fact]
    public void Scan_ContentTypeAndPlainIds_LoseThePersonAndTheCard()
    {
        var source = new ServerEvent { EventName = "Lead" };
        source.CustomData.ContentType = "a@b.example";
        source.UserData.Other["subscription_id"] = "4111111111111111";
        source.UserData.Other["lead_id"] = "4111111111111111";
        var dropped = new List<string>();

        PersonalDataFirewall.Scan(source, dropped.Add);

        Assert.Null(source.CustomData.ContentType);
        Assert.Equal(["lead_id"], source.UserData.Other.Keys);
        Assert.Equal(["content_type", "user_data"], dropped.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("4111111111111111", "https://shop.example/thanks", false)]
    [InlineData("4111111111111111", "https://shop.example/thanks/4111111111111111", true)]
    [InlineData("4111111111111112", "https://shop.example/thanks", true)]
    [InlineData("4111-1111-1111-1111", "https://shop.example/thanks", false)]
    [InlineData("3782-822463-10005", "https://shop.example/thanks", false)]
    [InlineData("2223003122003222", "https://shop.example/thanks", false)]
    [InlineData("261125-113023722-1", "https://shop.example/thanks", true)]
    [InlineData("2611251130237221", "https://shop.example/thanks", true)]
    [InlineData("41111-11111-111111", "https://shop.example/thanks", true)]
    public void Scan_OrderIdThatLooksLikeACard_KeepsTheOrder(string order, string page, bool isKept)
    {
        var source = new ServerEvent { EventName = "Purchase", EventId = $"purchase-{order}", EventSourceUrl = page };
        source.CustomData.OrderId = order;

        PersonalDataFirewall.Scan(source, _ => { });

        Assert.Equal(isKept, source.CustomData.OrderId == order);
        Assert.Equal(isKept, source.EventId == $"purchase-{order}");
        Assert.NotEmpty(source.CustomData.OrderId!);
    }

    [Fact]
    public void Clean_PrivateKey_IsTakenOutWhateverItHolds() =>
        Assert.Equal("https://shop.example/p?x=1", UrlCleaner.Clean("https://shop.example/p?Member=7&x=1", FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "member")));
}

using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Tests.Extraction.Discovery.Fields;

public class OrderFieldsTests
{
    [Theory]
    [InlineData("{value:'104.70',currency:'eur',content_ids:'[\"wc_post_id_1\"]',contents:'[{\"id\":\"wc_post_id_1\",\"quantity\":2}]'}", "currency=EUR value=104.70 | wc_post_id_1 2 x ? | ids wc_post_id_1")]
    [InlineData("{' value ':84.90,' currency ':' USD ',content_ids:['a ','b'],content_type:'product',num_items:3,order_id:'007'}", "content_type=product currency=USD num_items=3 order_id=007 value=84.9 | ids a,b")]
    [InlineData("{value:undefined,currency:'EUR',order_id:5,event_id:'e1'}", "currency=EUR order_id=5 | id e1")]
    [InlineData("{value:0,currency:'EUR'}", "currency=EUR value=0")]
    [InlineData("{value:'1.250',currency:'EUR'}", "currency=EUR")]
    [InlineData("{value:'1.250',currency:'EUR',contents:[{id:1,item_price:'12.50'}]}", "currency=EUR value=1.250 | 1 ? x 12.50")]
    [InlineData("{value:'1.250',currency:'KWD'}", "currency=KWD value=1.250")]
    [InlineData("{value:'49,90 €'}", "currency=EUR value=49.90")]
    [InlineData("{value:'$49.90'}", "value=49.90")]
    [InlineData("{value:'{{ order.total }}',currency:'{{ currency }}',order_id:'{{ id }}',content_name:'undefined'}", "")]
    public void Meta_Parameters_AreReadAsPlugInsWriteThem(string json, string expected) =>
        Assert.Equal(expected, Found.Print(Filled(candidate => MetaFields.Fill(candidate, Found.Object(json), default))));

    [Theory]
    [InlineData("{event:'purchase',ecommerce:{transaction_id:'L-1',value:46.30,currency:'EUR',items:[{item_id:'S',price:6.9,quantity:6}]}}", "currency=EUR num_items=6 order_id=L-1 value=46.3 | S 6 x 6.9")]
    [InlineData("{transaction_id:'VR-1',value:'1.059,80',currency:'EUR',items:[{id:'B',price:'176,63',quantity:6}]}", "currency=EUR num_items=6 order_id=VR-1 value=1059.80 | B 6 x 176.63")]
    [InlineData("{transaction_id:'000012',value:'1,304.41',items:[{item_id:1,currency:'usd',price:'1,304.41',quantity:1}]}", "currency=USD num_items=1 order_id=000012 value=1304.41 | 1 1 x 1304.41")]
    [InlineData("{transaction_id:'S1',value:'1.234.56',currency:'BRL'}", "currency=BRL order_id=S1 value=1234.56")]
    [InlineData("{ecommerce:{currencyCode:'GBP',purchase:{actionField:{id:'T1',revenue:'35.43'},products:[{id:'a',price:'15.25',quantity:1},{sku:'b',price:10.09,quantity:2}]}}}", "currency=GBP num_items=3 order_id=T1 value=35.43 | a 1 x 15.25 | b 2 x 10.09")]
    [InlineData("{transactionId:1001,transactionTotal:38.26,transactionCurrency:'EUR',transactionProducts:[{sku:'DD44',price:11.99,quantity:1}]}", "currency=EUR num_items=1 order_id=1001 value=38.26 | DD44 1 x 11.99")]
    [InlineData("{transaction_id:'1',items:[{item_id:'a'},{item_id:'b',quantity:2}],event_id:'x'}", "order_id=1 | a ? x ? | b 2 x ? | id x")]
    [InlineData("{transaction_id:'0',value:undefined,currency:'¤',items:undefined}", "")]
    public void Analytics_Orders_AreReadInEachGeneration(string json, string expected) =>
        Assert.Equal(expected, Found.Print(Filled(candidate => AnalyticsFields.Fill(candidate, Found.Object(json), default))));

    [Theory]
    [InlineData("de", "1250")]
    [InlineData("en", "1.250")]
    public void Amount_ThatIsNotClearByItself_IsReadInThePagesLanguage(string language, string expected) =>
        Assert.Equal(expected, Filled(candidate => MetaFields.Fill(candidate, Found.Object("{value:'1.250'}"), NumberFormat.OfLanguage(language))).CustomData["value"].Text);

    [Theory]
    [InlineData(" purchase ", "Purchase")]
    [InlineData("generate_lead", "Lead")]
    [InlineData("purchase_cancelled", null)]
    [InlineData("view_item_list", null)]
    [InlineData("view_cart", null)]
    [InlineData("refund", null)]
    [InlineData("conversion", null)]
    public void EventName_OfAnalytics_CountsAsAWhole(string name, string? expected) => Assert.Equal(expected, AnalyticsEvents.ToMeta(name));

    private static Candidate Filled(Action<Candidate> fill)
    {
        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.Pixel, Origin = "test" };
        fill(candidate);
        return candidate;
    }
}

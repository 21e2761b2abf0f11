namespace ProxyCapi.Tests.Extraction.Discovery.Sources;

public class DataLayerSourceTests
{
    private const string Ga4 = "{transaction_id:'T1',value:46.30,currency:'EUR',items:[{item_id:'S',price:6.90,quantity:2}]}";
    private const string Printed = "Purchase dataLayer: currency=EUR num_items=2 order_id=T1 value=46.30 | S 2 x 6.90";
    private const string Universal = "{currencyCode:'EUR',purchase:{actionField:{id:'T1',revenue:'46.30'},products:[{id:'S',price:'6.90',quantity:2}]}}";

    [Theory]
    [InlineData("dataLayer.push({ecommerce:null}); dataLayer.push({event:'purchase',ecommerce:" + Ga4 + "})")]
    [InlineData("dataLayer.push({'event ':' purchase ',' ecommerce ':" + Ga4 + "})")]
    [InlineData("dataLayer = [{event:'purchase',ecommerce:" + Ga4 + "}]")]
    [InlineData("dataLayer.push({ecommerce:" + Ga4 + "}); dataLayer.push({event:'purchase'})")]
    [InlineData("dataLayer.push({ecommerce:{transaction_id:'OLD'}}); dataLayer.push({ecommerce:null}); dataLayer.push({event:'purchase',ecommerce:" + Ga4 + "})")]
    [InlineData("dataLayer.push({event:'gtm.dom'}, {event:'view_cart',ecommerce:{items:[]}}, Object.assign({event:'purchase'}, " + Ga4 + "))")]
    [InlineData("dataLayer.push({event:'orderComplete',ecommerce:" + Universal + "})")]
    [InlineData("dataLayer.push({ecommerce:" + Universal + "}); dataLayer.push({event:'purchase'})")]
    [InlineData("dataLayer = [{transactionId:'T1',transactionTotal:'46.30',transactionCurrency:'EUR',transactionProducts:[{sku:'S',price:'6.90',quantity:2}]}]")]
    [InlineData("dataLayer.push({event:'trackTrans',transactionId:'T1',transactionTotal:46.30,currencyCode:'EUR',transactionProducts:[{sku:'S',price:6.90,quantity:2}]})")]
    [InlineData("window.shopLayer = window.shopLayer || []; shopLayer.push({event:'purchase',ecommerce:" + Ga4 + "})")]
    [InlineData("(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'})})(window,document,'script','myStuff','GTM-1'); myStuff.push({ecommerce:" + Ga4 + "}, {event:'purchase'})")]
    [InlineData("if (!localStorage.getItem('T1')) { dataLayer.push((window.fn||function(d){return d;})({event:'purchase',ecommerce:" + Ga4 + "},1)) }")]
    public void Order_InEachShape_IsFound(string script) => Assert.Equal(Printed, Discover.Script(script).Print());

    [Theory]
    [InlineData("dataLayer.push({event:'purchase_cancelled',ecommerce:" + Ga4 + "})")]
    [InlineData("dataLayer.push({event:'refund',ecommerce:" + Universal + "})")]
    [InlineData("dataLayer.push({event:'refund',ecommerce:{refund:{actionField:{id:'T1'}}}})")]
    [InlineData("dataLayer.push({event:'view_item_list',ecommerce:{items:[{item_id:1}]}})")]
    [InlineData("dataLayer.push({ecommerce:" + Ga4 + "})")]
    [InlineData("dataLayer.push({event:'purchase',orderStatus:'failed',ecommerce:" + Ga4 + "})")]
    [InlineData("dataLayer.push({event:'purchase',ecommerce:{purchase:{actionField:{id:'T1',revenue:5,status:'Refunded'}}}})")]
    [InlineData("dataLayer.push({ecommerce:{checkout:{actionField:{step:3},products:[{id:'S'}]}},event:'checkout'})")]
    [InlineData("dataLayer.push({transactionId:'T1'})")]
    public void Push_ThatIsNoSale_DoesNotCount(string script) => Assert.Empty(Discover.Script(script).Events);

    [Theory]
    [InlineData("dataLayer.push({event:'begin_checkout',ecommerce:{value:1,currency:'EUR',items:[{item_id:'S'}]}})", "InitiateCheckout dataLayer: currency=EUR value=1 | S ? x ?")]
    [InlineData("dataLayer.push({event:'checkout',ecommerce:{checkout:{actionField:{step:1},products:[{id:'S'}]}}})", "InitiateCheckout dataLayer: | S ? x ?")]
    [InlineData("dataLayer.push({event:'addToCart',ecommerce:{currencyCode:'EUR',add:{products:[{id:'S',price:'5',quantity:1}]}}})", "AddToCart dataLayer: currency=EUR num_items=1 | S 1 x 5")]
    [InlineData("dataLayer.push({ecommerce:{detail:{products:[{id:'S',price:'5'}]}}})", "ViewContent dataLayer: | S ? x 5")]
    [InlineData("dataLayer.push({event:'generate_lead',value:0,currency:'EUR',event_id:'l-1'})", "Lead dataLayer: currency=EUR value=0 | id l-1")]
    public void Push_OfAnotherEvent_HasItsName(string script, string expected) => Assert.Equal(expected, Discover.Script(script).Print().Replace(":  |", ": |"));

    [Theory]
    [InlineData("dataLayer.push({event:'purchase',ecommerce:" + Ga4 + ",user_data:{email:'k@shop.example',phone_number:'+49 30 23125 300',address:{first_name:'Katrin',city:'Leipzig',postal_code:'04109',country:'DE'}}})", "country=DE ct=Leipzig em=k@shop.example fn=Katrin ph=+49 30 23125 300 zp=04109")]
    [InlineData("dataLayer.push({orderData:{customer:{billing:{email:'k@shop.example',city:'Ulm'}},items:[{name:'Bag'}]}}); dataLayer.push({event:'purchase',ecommerce:" + Ga4 + "})", "ct=Ulm em=k@shop.example")]
    [InlineData("dataLayer.push({event:'purchase',ecommerce:" + Ga4 + "}); dataLayer.push({customerEmail:'k@shop.example',customerBillingCity:'Ulm',country:'FR',city:'Paris',phone:'+33 1 70 36 00 00'})", "ct=Ulm em=k@shop.example")]
    public void Customer_InAnyPush_BelongsToTheOrder(string script, string expected) => Assert.Equal(expected, Discover.Script(script).PrintUser());

    [Fact]
    public void Layer_ThatTheOperatorNames_IsTheOnlyOne()
    {
        const string Page = "<script>dataLayer.push({event:'purchase',ecommerce:{transaction_id:'A'}}); tags = []; tags.push({event:'purchase',ecommerce:{transaction_id:'B'}})</script>";

        Assert.Equal("Purchase dataLayer: order_id=B", Discover.Page(Page, settings: Discover.Settings with { DataLayer = "window.tags" }).Print());
    }
}

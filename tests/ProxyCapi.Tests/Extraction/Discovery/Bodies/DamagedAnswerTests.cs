using Newtonsoft.Json.Linq;

namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

/// <summary>Answers in which one value after the other is something that no source expects.</summary>
public class DamagedAnswerTests
{
    [Theory]
    [InlineData("/api/orders", """{"order":{"number":"1","status":"new","created_at":"2023-11-14","total":{"amount":6450,"currency":{"code":"GBP","exponent":2}},"lines":[{"sku":"a","qty":1,"price":{"amount":6450}}],"billing":{"email":"a@example.com"}}}""")]
    [InlineData("/store/carts/c/complete", """{"type":"order","data":{"display_id":12,"total":6550,"currency_code":"eur","items":[{"id":"i","variant":{"sku":"S"},"quantity":1,"unit_price":6550}]}}""")]
    [InlineData("/shop-api", """[{"data":{"addPaymentToOrder":{"__typename":"Order","code":"A","state":"PaymentSettled","totalWithTax":6450,"currencyCode":"GBP","lines":[{"quantity":1,"unitPriceWithTax":6450,"productVariant":{"sku":"S"}}]}}}]""")]
    [InlineData("/graphql/", """{"data":{"checkoutComplete":{"errors":[],"order":{"number":"7","status":"x","total":{"gross":{"amount":65,"currency":"USD"}},"lines":[{"quantity":2,"variant":{"sku":"S"},"unitPrice":{"gross":{"amount":32.5}}}]}}}}""")]
    [InlineData("/wp-json/wc/store/v1/cart/add-item", """{"items":[{"id":7,"quantity":3,"name":"Mug","prices":{"price":"1450","currency_code":"EUR","currency_minor_unit":2}}],"extensions":{"facebook-for-woocommerce":{"e":[{"name":"AddToCart","params":{"event_id":"e"}}]}}}""")]
    [InlineData("/wp-json/contact-form-7/v1/contact-forms/5/feedback", """{"status":"mail_sent","fb_pxl_code":"<script>fbq('track','Lead')</script>"}""")]
    public void AnyValue_InAnyPlace_MakesNoSourceFail(string path, string answer)
    {
        var count = ((JContainer)JToken.Parse(answer)).Descendants().Count(token => token is not JProperty);
        foreach (var junk in (string[])["null", "\"\"", "\" x \"", "[]", "[[]]", "{}", "{\"a\":[null]}", "true", "-1", "0", "1e400", "79228162514264337593543950335", "0.0000000000000000000000000001", "\"9999999999999999999999999999999\""])
        {
            for (var at = 0; at < count; at++)
            {
                var damaged = (JContainer)JToken.Parse(answer);
                damaged.Descendants().Where(token => token is not JProperty).ElementAt(at).Replace(JToken.Parse("[" + junk + "]")[0]!);
                AnswerReading.Posted(path, damaged.ToString()).Read();
                AnswerReading.Posted(path, answer, damaged.ToString()).Read();
            }
        }
    }
}

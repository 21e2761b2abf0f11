using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Tests.Extraction.Discovery.Fields;

public class CustomerFieldsTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("billing[email]", "em")]
    [InlineData("checkout[email_or_phone]", "em")]
    [InlineData("BillingNewAddress.Email", "em")]
    [InlineData("dwfrm_billing_contactInfoFields_email", "em")]
    [InlineData("sylius_shop_checkout_address[customer][email]", "em")]
    [InlineData("contact_information[email]", "em")]
    [InlineData("EMAIL", "em")]
    [InlineData("email-1", "em")]
    [InlineData("form_fields[email]", "em")]
    [InlineData("data[Email]", "em")]
    [InlineData("_replyto", "em")]
    [InlineData("payment_telephone", "ph")]
    [InlineData("checkout[shipping_address][phone]", "ph")]
    [InlineData("your-tel", "ph")]
    [InlineData("billing_address[first_name]", "fn")]
    [InlineData("payment_information[billing_information][address][0][address][given_name]", "fn")]
    [InlineData("names[first_name]", "fn")]
    [InlineData("input_1.3", "fn")]
    [InlineData("FNAME", "fn")]
    [InlineData("customerBillingLastName", "ln")]
    [InlineData("BillingNewAddress.LastName", "ln")]
    [InlineData("addressLocality", "ct")]
    [InlineData("payment_information[billing_information][address][0][address][locality]", "ct")]
    [InlineData("dwfrm_billing_addressFields_states_stateCode", "st")]
    [InlineData("BillingNewAddress.ZipPostalCode", "zp")]
    [InlineData("sylius_shop_checkout_address[billingAddress][postcode]", "zp")]
    [InlineData("countryCodeV2", "country")]
    [InlineData("billing[country][code]", "country")]
    [InlineData("id_customer", "external_id")]
    [InlineData("company_name", null)]
    [InlineData("newsletter_email_consent", null)]
    [InlineData("card[name]", null)]
    [InlineData("account_number", null)]
    [InlineData("items[0][country]", null)]
    [InlineData("seller[email]", null)]
    [InlineData("birthdate", null)]
    [InlineData("message", null)]
    [InlineData("payment_state", null)]
    [InlineData("subtotal", null)]
    [InlineData("name", null)]
    public void Path_OfAShop_NamesMetasKey(string path, string? key) => Assert.Equal(key, CustomerPath.Read(path)?.Key);

    [Theory]
    [InlineData("{customer:{billing:{first_name:'Ana',email:' ana@shop.example '},shipping:{first_name:'Bo',city:'Porto'}}}", "ct=Porto em=ana@shop.example fn=Ana")]
    [InlineData("{billing:{city:'Lyon'},shipping:{city:'Nice',state:'PAC',country:'FR'}}", "country=FR ct=Lyon")]
    [InlineData("{email:'a@b.example',country_id:'57',zone_id:3513}", "em=a@b.example")]
    [InlineData("{city:'Kyiv',country_id:'a2b4c6d8-0000-4000-8000-000000000001',countryId:'UA'}", "country=UA ct=Kyiv")]
    [InlineData("{email:true,phone:null,first_name:'undefined',last_name:' ',user_id:0}", "")]
    [InlineData("{state:'enabled',email:'a@b.example'}", "em=a@b.example")]
    [InlineData("{phone:4930231253,postcode:4109,city:'Leipzig'}", "ct=Leipzig ph=4930231253 zp=4109")]
    [InlineData("{client_id:'1234567890.1700000000'}", "")]
    [InlineData("{email_md5:'0123456789abcdef0123456789abcdef'}", "")]
    [InlineData("{address:[{first_name:'Ada',region:'CA',postal_code:'90210'}]}", "fn=Ada st=CA zp=90210")]
    public void Customer_OfAShop_IsReadByWhatItsFieldsMean(string json, string expected) =>
        Assert.Equal(expected, Found.Print(CustomerFields.Read(Found.Object(json))));

    [Theory]
    [InlineData("{sha256_email_address:'" + Hash + "',address:{sha256_first_name:'" + Hash + "',city:'Graz'}}", "ct=Graz em=" + Hash + " fn=" + Hash)]
    [InlineData("{customerBillingEmailHash:'" + Hash + "'}", "em=" + Hash)]
    [InlineData("{sha256_email_address:'tv@shop.example'}", "")]
    public void Customer_HashedByThePage_StaysHashed(string json, string expected) =>
        Assert.Equal(expected, Found.Print(CustomerFields.Read(Found.Object(json))));

    [Fact]
    public void Matching_OfThePixel_KnowsItsOwnKeysOnly() => Assert.Equal(
        "country=de em=a@b.example external_id=77",
        Found.Print(CustomerFields.ReadPixel(Found.Object("{' em':'a@b.example ',cn:'de',uid:77,ph:'',city:'X',fn:undefined}"))));
}

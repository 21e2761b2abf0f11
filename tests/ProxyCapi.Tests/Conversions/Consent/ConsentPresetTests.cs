using System.Text;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Conversions.Consent.Presets;

namespace ProxyCapi.Tests.Conversions.Consent;

/// <summary>Cookies as each banner writes them.</summary>
public class ConsentPresetTests
{
    private const string Optanon = "isGpcEnabled=0&datestamp=Tue+Nov+24+2026+10%3A00%3A00+GMT%2B0100&version=202410.1.0&isIABGlobal=false&hosts=&consentId=b96cb3f1&interactionCount=1&groups=";
    private const string Cookiebot = "{stamp:%27xZ0==%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:true%2Cmarketing:";
    private const string Borlabs = "%7B%22consents%22%3A%7B%22essential%22%3A%5B%22borlabs-cookie%22%5D";
    private const string BorlabsEnd = "%7D%2C%22domainPath%22%3A%22shop.example%2F%22%2C%22uid%22%3A%22anonymous%22%2C%22version%22%3A%221%22%7D";

    [Theory]
    [InlineData("OneTrust", "OptanonConsent=" + Optanon + "C0001%3A1%2CC0002%3A0%2CC0004%3A1&AwaitingReconsent=false", "Granted")]
    [InlineData("OneTrust", "OptanonConsent=" + Optanon + "C0001%3A1%2CC0002%3A1%2CC0004%3A0&AwaitingReconsent=false", "Denied")]
    [InlineData("OneTrust", "OptanonConsent=" + Optanon + "C0001%3A1", "Unknown")]
    [InlineData("OneTrust", "OptanonConsent=%%%groups=C0004", "Unknown")]
    [InlineData("OneTrust", "OptanonConsent=" + Optanon + "C0001%3A1%2CC0002%3A0%2CV2STACK42%3A0&AwaitingReconsent=false", "Denied")]
    [InlineData("OneTrust", "OptanonConsent=groups=C0001:1,C0002:1,IABV2STACK42:1", "Unknown")]
    [InlineData("OneTrust", "OptanonConsent=isGpcEnabled%3D0%26groups%3DC0001%253A1%252CC0004%253A1%26AwaitingReconsent%3Dfalse", "Granted")]
    [InlineData("OneTrust", "OptanonConsent=isGpcEnabled=0&landingPath=https%3A%2F%2Fshop.example%2F%3Fa%26groups%3DC0004%3A1&consentId=b96cb3f1", "Unknown")]
    [InlineData("OneTrust", "OptanonConsent=landingPath=https%3A%2F%2Fshop.example%2F%3Fa%26groups%3DC0004%3A1&groups=C0001%3A1%2CC0004%3A0", "Denied")]
    [InlineData("OneTrust", "OptanonConsent=groups=C0004%3A1; OptanonConsent=groups=C0004%3A0", "Denied")]
    [InlineData("Cookiebot", "CookieConsent=" + Cookiebot + "true%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1729950414219%2Cregion:%27de%27}", "Granted")]
    [InlineData("Cookiebot", "CookieConsent=" + Cookiebot + "false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1729950414219%2Cregion:%27de%27}", "Denied")]
    [InlineData("Cookiebot", "CookieConsent={stamp:'x',necessary:true,preferences:true,statistics:true,marketing:true,method:'explicit',ver:1}", "Granted")]
    [InlineData("Cookiebot", "CookieConsent=-1", "Granted")]
    [InlineData("Cookiebot", "CookieConsent=0", "Denied")]
    [InlineData("Cookiebot", "CookieConsent=marketing,preferences", "Unknown")]
    [InlineData("Usercentrics", "ucData={\"consent\":{\"services\":{\"x\":{\"name\":\"Facebook Pixel\",\"consent\":true}}},\"gcm\":{\"adStorage\":\"denied\"}}", "Granted")]
    [InlineData("Usercentrics", "ucData={\"consent\":{\"services\":{\"x\":{\"name\":\"Facebook Pixel\",\"consent\":false}}}}", "Denied")]
    [InlineData("Usercentrics", "ucData={\"gcm\":{\"adStorage\":\"denied\"}}", "Denied")]
    [InlineData("Usercentrics", "uc_settings={\"services\":[{\"id\":\"a\",\"name\":\"Meta Pixel\",\"status\":false}]}", "Denied")]
    [InlineData("Usercentrics", "ucData={\"consent\":{\"services\":{\"a\":{\"name\":\"Facebook Social Plugins\",\"consent\":true},\"b\":{\"name\":\"Facebook Pixel\",\"consent\":false}}}}", "Denied")]
    [InlineData("Usercentrics", "uc_settings={\"services\":[{\"name\":\"Facebook Connect\",\"status\":true},{\"name\":\"Meta Pixel\",\"status\":false}]}", "Denied")]
    [InlineData("Usercentrics", "ucData={\"consent\":{\"services\":{\"a\":{\"name\":\"Facebook Pixel\"},\"b\":{\"name\":\"Meta Pixel\",\"consent\":true}}}}", "Granted")]
    [InlineData("Usercentrics", "ucData={\"consent\":[]", "Unknown")]
    [InlineData("Complianz", "cmplz_marketing=allow", "Granted")]
    [InlineData("Complianz", "cmplz_rt_marketing=deny", "Denied")]
    [InlineData("Complianz", "cmplz_marketing=", "Unknown")]
    [InlineData("Complianz", "cmplz_marketing=allow; a=b; cmplz_marketing=deny", "Denied")]
    [InlineData("Complianz", "cmplz_marketing=; cmplz_marketing=allow", "Granted")]
    [InlineData("Complianz", "cmplz_marketing=allow; cmplz_rt_marketing=deny", "Denied")]
    [InlineData("CookieYes", "cookieyes-consent=consentid:OHNOck5k,consent:yes,action:yes,necessary:yes,functional:yes,analytics:yes,performance:yes,advertisement:yes", "Granted")]
    [InlineData("CookieYes", "cookieyes-consent=consentid:OHNOck5k,consent:no,action:yes,necessary:yes,functional:no,analytics:no,performance:no,advertisement:no", "Denied")]
    [InlineData("CookieYes", "cookieyes-consent=consentid:OHNOck5k,consent:,action:,necessary:,advertisement:", "Unknown")]
    [InlineData("Iubenda", "_iub_cs-50053366=%7B%22timestamp%22%3A%222025-02-05T15%3A40%3A00.391Z%22%2C%22purposes%22%3A%7B%221%22%3Atrue%2C%224%22%3Atrue%2C%225%22%3Atrue%7D%2C%22id%22%3A50053366%7D", "Granted")]
    [InlineData("Iubenda", "_iub_cs-s50053366=%7B%22purposes%22%3A%7B%221%22%3Atrue%2C%225%22%3Afalse%7D%7D", "Denied")]
    [InlineData("Iubenda", "_iub_cs-71185313=%7B%22consent%22%3Atrue%2C%22version%22%3A%221.51.0%22%7D", "Granted")]
    [InlineData("Iubenda", "_iub_cs-71185313-granular=%7B%22consent%22%3Afalse%7D; _iub_cs-71185313=%7B%22id%22%3A1%7D", "Unknown")]
    [InlineData("Iubenda", "_iub_cs-1=%7B%22purposes%22%3A%7B%225%22%3Atrue%7D%7D; _iub_cs-s2=%7B%22purposes%22%3A%7B%225%22%3Afalse%7D%7D", "Denied")]
    [InlineData("Borlabs", "borlabs-cookie=" + Borlabs + "%2C%22marketing%22%3A%5B%22google-adsense%22%2C%22facebook-pixel%22%5D" + BorlabsEnd, "Granted")]
    [InlineData("Borlabs", "borlabs-cookie=" + Borlabs + "%2C%22marketing%22%3A%5B%22google-adsense%22%5D" + BorlabsEnd, "Denied")]
    [InlineData("Borlabs", "borlabs-cookie=" + Borlabs + BorlabsEnd, "Denied")]
    [InlineData("Borlabs", "borlabs-cookie=all", "Unknown")]
    [InlineData("GoogleConsentMode", "consentMode={\"ad_storage\":\"granted\",\"ad_user_data\":\"granted\"}", "Granted")]
    [InlineData("GoogleConsentMode", "consent_mode={\"ad_storage\":\"granted\",\"ad_user_data\":\"denied\"}", "Denied")]
    [InlineData("GoogleConsentMode", "gcs=G111", "Granted")]
    [InlineData("GoogleConsentMode", "gcs=G101", "Denied")]
    [InlineData("GoogleConsentMode", "gcs=G9", "Unknown")]
    [InlineData("GoogleConsentMode", "consentMode={\"ad_storage\":\"granted\"}; gcs=G100", "Denied")]
    [InlineData("WooCommerce", "wc_facebook_signals_state=active", "Granted")]
    [InlineData("WooCommerce", "wc_facebook_signals_state=held", "Denied")]
    [InlineData("WooCommerce", "wc_facebook_signals_state=1", "Unknown")]
    [InlineData("Gpp", "__gpp=DBABLA~BVQqAAAAAAJY.QA", "Granted")]
    [InlineData("Gpp", "OTGPPConsent=DBABLA~BVQVAAAABgA.QA", "Denied")]
    [InlineData("Gpp", "usprivacy=1YYN", "Denied")]
    [InlineData("Gpp", "usprivacy=1YNN", "Granted")]
    [InlineData("Gpp", "usprivacy=1---", "Unknown")]
    [InlineData("Gpp", "usprivacy=2YYN", "Unknown")]
    [InlineData("Gpp", "usprivacy=1YYNN", "Unknown")]
    [InlineData("Gpp", "__gpp=DBABT~1YYN", "Denied")]
    [InlineData("Gpp", "__gpp=DBABT~1YNN", "Granted")]
    [InlineData("Gpp", "__gpp=DBABT~1YNN; usprivacy=1YYN", "Denied")]
    [InlineData("Gpp", "__gpp=DBABIY~BAY", "Denied")]
    [InlineData("Gpp", "__gpp=DBABIY~BAo", "Granted")]
    [InlineData("Gpp", "__gpp=DBABLA~", "Unknown")]
    [InlineData("Gpp", "__gpp=DBABLA~B~B", "Unknown")]
    [InlineData("Gpp", "__gpp=DBA", "Unknown")]
    [InlineData("Gpp", "__gpp=rubbish; OTGPPConsent=DBABLA~BVQVAAAABgA.QA", "Denied")]
    [InlineData("Gpp", "__gpp=DBABLA~BVQqAAAAAAJY.QA; OTGPPConsent=DBABLA~BVQVAAAABgA.QA", "Denied")]
    [InlineData("Tcf", "euconsent-v2=CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA.YAAAAAAAAAAA", "Denied")]
    [InlineData("Tcf", "euconsent-v2=CPhgeQAPhgeQAAHABBENCmCgAP_AAAEAAAqIAAAAAAAA.f_gAACAAAAAA", "Granted")]
    [InlineData("Tcf", "eupubconsent-v2=CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA.YAAAAAAAAAAA", "Denied")]
    [InlineData("Tcf", "eupubconsent-v2=CPhgeQAPhgeQAAHABBENCmCgAP_AAAEAAAqIAAAAAAAA.f_gAACAAAAAA", "Granted")]
    [InlineData("Tcf", "euconsent-v2=true", "Unknown")]
    [InlineData("Tcf", "euconsent-v2=CPhgeQ", "Unknown")]
    [InlineData("Tcf", "euconsent-v2=C*hgeQAPhgeQAAHABBENCmCgAP_AAAEAAAqIAAAAAAAA", "Unknown")]
    public void Read_ACookieOfTheBanner_IsTheVisitorsAnswer(string preset, string cookies, string expected) =>
        Assert.Equal(expected, Read(preset, cookies).ToString());

    [Theory]
    [InlineData("""{"vendors":{"enabled":["google","facebook"]},"purposes":{"enabled":["cookies","advertising_personalization"]},"version":2}""", "Granted")]
    [InlineData("""{"vendors":{"disabled":["facebook"]},"purposes":{"enabled":["cookies"]},"version":2}""", "Denied")]
    [InlineData("""{"purposes":{"enabled":["analytics"],"disabled":["advertising_personalization"]}}""", "Denied")]
    [InlineData("""{"purposes":{"enabled":["cookies"]}}""", "Unknown")]
    [InlineData("""{"purposes":{"enabled":["marketing"],"disabled":["cookies"]}}""", "Denied")]
    [InlineData("""{"user_id":"19a1c380","version":null}""", "Unknown")]
    [InlineData("{", "Unknown")]
    public void Read_TokenOfDidomi_IsTheVisitorsAnswer(string token, string expected) =>
        Assert.Equal(expected, Read("Didomi", "didomi_token=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(token))).ToString());

    [Fact]
    public void Read_RubbishInEveryCookie_IsUnknownAndNeverThrows()
    {
        string[] names = ["OptanonConsent", "CookieConsent", "ucData", "uc_settings", "cmplz_marketing", "cookieyes-consent", "_iub_cs-1", "borlabs-cookie", "didomi_token", "consentMode", "euconsent-v2", "eupubconsent-v2", "__gpp", "OTGPPConsent", "usprivacy", "wc_facebook_signals_state"];
        string[] rubbish = ["", "{}", "{\"consent\":1}", "[]", "%", "%7B", "null", "~", "DBABLA~~", "~~~~", "A", new('C', 9000), "=", "{\"services\":[1,null]}", "{\"purposes\":3,\"consents\":\"x\"}"];
        foreach (var name in names)
        {
            foreach (var value in rubbish)
            {
                Assert.All(ConsentPresets.Names, preset => Assert.Equal(ConsentState.Unknown, Read(preset, $"{name}={value}")));
            }
        }
    }

    private static ConsentState Read(string preset, string cookies)
    {
        var request = new ConsentRequest(new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Cookie"] = cookies });
        return ConsentPresets.Find(preset, new ConsentOptions())!.Read(request);
    }
}

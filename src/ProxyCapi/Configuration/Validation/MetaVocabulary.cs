using System.Collections.Frozen;

namespace ProxyCapi.Configuration.Validation;

/// <summary>The names of Meta's API that a rule may use (meta-capi.md sections 2 to 5), and what people write instead of them.</summary>
internal static class MetaVocabulary
{
    /// <summary>Standard events, section 3. Case matters to Meta.</summary>
    public static readonly IReadOnlyList<string> StandardEvents =
    [
        "PageView", "ViewContent", "Search", "AddToCart", "AddToWishlist", "CustomizeProduct", "InitiateCheckout", "AddPaymentInfo", "Purchase",
        "Lead", "CompleteRegistration", "Contact", "FindLocation", "Schedule", "SubmitApplication", "Donate", "StartTrial", "Subscribe",
    ];

    /// <summary>Values of <c>action_source</c>, section 2.</summary>
    public static readonly IReadOnlyList<string> ActionSources =
        ["website", "email", "app", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other"];

    /// <summary>Those of them whose events need fields that no website has, section 2.</summary>
    public static readonly IReadOnlyList<string> ForeignActionSources = ["app", "business_messaging"];

    /// <summary>Keys of <c>user_data</c>, section 5.1, but for those that only apps and partner programmes may send.</summary>
    public static readonly IReadOnlyList<string> UserData =
    [
        "em", "ph", "fn", "ln", "db", "ge", "ct", "st", "zp", "country", "external_id", "client_ip_address", "client_user_agent", "fbc", "fbp",
        "subscription_id", "anon_id", "madid", "page_id", "page_scoped_user_id", "ctwa_clid", "ig_account_id", "ig_sid", "fb_login_id", "lead_id",
        "f5first", "f5last", "fi", "dobd", "dobm", "doby",
    ];

    /// <summary>Keys of <c>custom_data</c> that mean something to Meta, section 4.</summary>
    public static readonly IReadOnlyList<string> CustomData =
    [
        "value", "currency", "content_ids", "contents", "content_type", "delivery_category", "content_name", "content_category", "num_items",
        "order_id", "search_string", "status", "predicted_ltv", "net_revenue", "customer_segmentation",
    ];

    /// <summary>Keys of an entry of <c>contents</c>, section 4.</summary>
    public static readonly IReadOnlyList<string> ContentFields =
        ["id", "quantity", "item_price", "delivery_category", "title", "description", "brand", "category"];

    private static readonly FrozenDictionary<string, string> UserDataAliases = Aliases(
        ("em", "email mail emailaddress"), ("ph", "phone telephone tel mobile phonenumber"), ("fn", "firstname givenname"),
        ("ln", "lastname surname familyname"), ("db", "dob dateofbirth birthday birthdate"), ("ge", "gender sex"), ("ct", "city town"),
        ("st", "state province region"), ("zp", "zip zipcode postcode postalcode postal"), ("country", "countrycode"),
        ("external_id", "customerid userid"), ("client_ip_address", "ip ipaddress clientip"), ("client_user_agent", "useragent ua"));

    private static readonly FrozenDictionary<string, string> ContentAliases = Aliases(
        ("id", "sku productid itemid"), ("quantity", "qty count amount"), ("item_price", "price unitprice"), ("title", "name productname"));

    /// <summary>The key of <c>user_data</c> that was probably meant.</summary>
    public static string? SuggestUserData(string key) => UserDataAliases.GetValueOrDefault(NearestName.Plain(key)) ?? NearestName.Find(key, UserData);

    /// <summary>The field of a line that was probably meant.</summary>
    public static string? SuggestContentField(string key) =>
        ContentAliases.GetValueOrDefault(NearestName.Plain(key))
        ?? NearestName.Find(key, [nameof(RuleField.Each), nameof(RuleField.Where), .. ContentFields]);

    /// <summary>
    /// The key of <c>custom_data</c> that a custom property is a misspelling of; a plural or singular is taken as meant (<c>content</c>).
    /// </summary>
    public static string? SuggestCustomData(string key)
    {
        var plain = NearestName.Plain(key);
        return CustomData.FirstOrDefault(name => NearestName.IsSame(key, name))
            ?? CustomData.FirstOrDefault(name => name.Length > 4
                && plain.TrimEnd('s') != NearestName.Plain(name).TrimEnd('s')
                && NearestName.Distance(plain, NearestName.Plain(name)) == 1);
    }

    /// <summary>A name of a list in Meta's own case, or as it was written.</summary>
    public static string Canonical(string written, IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => name.Equals(written, StringComparison.OrdinalIgnoreCase)) ?? written;

    private static FrozenDictionary<string, string> Aliases(params (string Name, string Written)[] aliases) =>
        aliases.SelectMany(alias => alias.Written.Split(' ').Select(written => KeyValuePair.Create(written, alias.Name))).ToFrozenDictionary();
}

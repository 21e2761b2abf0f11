using System.Collections.Frozen;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>What shops call the fields of <c>user_data</c> (shop-pages.md section 5), without blanks, marks and case.</summary>
internal static class CustomerAliases
{
    private static readonly FrozenDictionary<string, string> Names = Table(
        ("em", "email mail emailaddress emailorphone username correo courriel correoelectronico epost"),
        ("ph", "phone telephone tel mobile cellphone cell phonenumber phonemobile mobilephone telefon telefono telefone telephonenumber handy"),
        ("fn", "firstname fname givenname forename vorname prenom nome nombre voornaam first"),
        ("ln", "lastname lname familyname surname nachname nom cognome apellido apellidos achternaam sobrenome last"),
        ("ct", "city town locality addresslevel2 addresslocality ort stadt ville ciudad citta plaats cityname"),
        ("st", "state region province county addresslevel1 statecode regioncode provincecode countryarea addressregion administrativearea statesstatecode bundesland provincia"),
        ("zp", "zip postcode postalcode zipcode plz zippostalcode cap codigopostal codepostal cep postal"),
        ("country", "country countrycode countryiso countryiso2 countryisocode countrycodev2 addresscountry countrycodealpha2 countryname addresscountryname"),
        ("external_id", "customerid userid uid idcustomer clientid externalid"));

    // May be a code (Magento's countryId is "DE"), may be the shop's own number: the value decides.
    private static readonly FrozenDictionary<string, string> Ids = Table(
        ("country", "countryid idcountry"),
        ("st", "stateid idstate zoneid regionid countrystateid stateprovinceid"));

    // Names that make sense only as a whole: the parts of Gravity Forms' name and address fields, Formspree's reply address.
    private static readonly FrozenDictionary<string, string> Wholes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["input_1.3"] = "fn",
        ["input_1_3"] = "fn",
        ["input_1.6"] = "ln",
        ["input_1_6"] = "ln",
        ["input_4.3"] = "ct",
        ["input_4_3"] = "ct",
        ["input_4.4"] = "st",
        ["input_4_4"] = "st",
        ["input_4.5"] = "zp",
        ["input_4_5"] = "zp",
        ["input_4.6"] = "country",
        ["input_4_6"] = "country",
        ["_replyto"] = "em",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Meta's key for a name, and whether its value may be an internal id.</summary>
    public static (string Key, bool IsInternalId)? Find(string name) =>
        Names.TryGetValue(name, out var key) ? (key, false)
        : Ids.TryGetValue(name, out key) ? (key, true)
        : null;

    /// <summary>Meta's key for a name that counts as a whole.</summary>
    public static string? Whole(string path) => Wholes.GetValueOrDefault(path);

    private static FrozenDictionary<string, string> Table(params (string Key, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Key))).ToFrozenDictionary(StringComparer.Ordinal);
}

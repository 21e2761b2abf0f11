namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks how the buyer is recognised.</summary>
internal static class IdentityValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(IdentityOptions options, ConfigurationPlace place)
    {
        // Two letters: whether a country has them, and how its numbers are written, is the phone library's to know.
        if (!string.IsNullOrEmpty(options.DefaultCountry)
            && (options.DefaultCountry.Length != 2 || !options.DefaultCountry.All(char.IsAsciiLetter)))
        {
            place[nameof(options.DefaultCountry)].Fail(
                "It is not a country's code.", "Write the two letters of ISO 3166-1: DE, FR, US, GB.");
        }

        for (var i = 0; i < options.CookieDomains.Count; i++)
        {
            if (Uri.CheckHostName(options.CookieDomains[i]?.TrimStart('.') ?? "") != UriHostNameType.Dns)
            {
                place[nameof(options.CookieDomains)][i].Fail("It is not a domain.", "Write the domain alone: shop.example.");
            }
        }

        for (var i = 0; i < options.PrivateQueryKeys.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.PrivateQueryKeys[i]) || options.PrivateQueryKeys[i].AsSpan().ContainsAny('?', '&', '='))
            {
                place[nameof(options.PrivateQueryKeys)][i].Fail("It is not a query parameter's name.", "Write the name alone: customer_ref.");
            }
        }
    }
}

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks the operator's listener.</summary>
internal static class AdminValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(AdminOptions options, ConfigurationPlace place)
    {
        if (string.IsNullOrEmpty(options.Url))
        {
            return;
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp
            || uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
        {
            place[nameof(options.Url)].Fail(
                "It is not an address to listen at.",
                "Write http, host and port: http://127.0.0.1:8081, http://0.0.0.0:8081 for every network, or \"\" for no listener.");
        }
    }
}

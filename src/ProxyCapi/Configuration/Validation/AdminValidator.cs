namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks the operator's listener.</summary>
internal static class AdminValidator
{
    private const int ShortestKey = 16;
    private const int MostStories = 100_000;

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(AdminOptions options, ConfigurationPlace place)
    {
        if (!string.IsNullOrEmpty(options.Key) && (options.Key.Length < ShortestKey || options.Key.Any(char.IsWhiteSpace)))
        {
            place[nameof(options.Key)].Fail("The key is too easy to guess.", "Make one with: openssl rand -base64 24");
        }

        if (options.MaxStories is < 0 or > MostStories)
        {
            place[nameof(options.MaxStories)].Fail("It is out of bounds.", "Write a number from 0 to 100000; 2000 is the default.");
        }

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

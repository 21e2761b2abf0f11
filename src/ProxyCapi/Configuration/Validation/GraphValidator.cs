using System.Text.RegularExpressions;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks how the Graph API is reached. The address is never shown: people put tokens into URLs.</summary>
internal static partial class GraphValidator
{
    private const string Cure = "Write scheme and host only: https://graph.facebook.com.";

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(GraphOptions options, ConfigurationPlace place)
    {
        if (options.Version is null || !Version().IsMatch(options.Version))
        {
            place[nameof(options.Version)].Fail("It is not a version of the Graph API.", "Write v, major, dot, minor: v26.0.");
        }

        CheckBaseAddress(options.BaseAddress, place[nameof(options.BaseAddress)]);
        place[nameof(options.Timeout)].CheckRange(options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), LimitsValidator.Write);
    }

    private static void CheckBaseAddress(string address, ConfigurationPlace place)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            place.Fail("It is not an http or https address.", Cure);
        }
        else if (uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || address.Contains('?', StringComparison.Ordinal))
        {
            place.Fail("It has more than scheme, host and port.", Cure);
        }
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            place.Fail("The access token would travel in clear.", "Write https://; plain http is for loopback hosts only.");
        }
    }

    [GeneratedRegex(@"^v[0-9]+\.[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}

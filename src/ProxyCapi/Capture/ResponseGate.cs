using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>The answer part of a rule's <c>Match</c>: status and media type.</summary>
internal sealed class ResponseGate
{
    private ResponseGate()
    {
    }

    /// <summary>Compiles the options; every problem is added to <paramref name="failures"/>.</summary>
    public static ResponseGate Create(RuleMatchOptions options, string path, ICollection<ConfigurationFailure> failures) =>
        throw new NotImplementedException();

    /// <summary><see cref="ExchangeReason.Converted"/> if the answer may prove the conversion, else why not.</summary>
    public ExchangeReason Check(int statusCode, string? contentType) => throw new NotImplementedException();
}

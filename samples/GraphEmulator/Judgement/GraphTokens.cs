using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace GraphEmulator.Judgement;

/// <summary>The access tokens that count as valid. Starts with any token that is not empty.</summary>
public sealed class GraphTokens
{
    private volatile FrozenSet<string>? _valid;

    /// <summary>
    /// Requires <c>appsecret_proof</c>: HMAC-SHA256 of the access token under this key, lower-case hex. The default, <see langword="null"/>, requires nothing.
    /// </summary>
    public string? AppSecret { get; set; }

    /// <summary>How many tokens are valid; <see langword="null"/> if any is.</summary>
    public int? Count => _valid?.Count;

    /// <summary>Makes these the only valid tokens. None at all revokes every token.</summary>
    public void AllowOnly(params IEnumerable<string> tokens) => _valid = tokens.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Back to any token that is not empty.</summary>
    public void AllowAny() => _valid = null;

    /// <summary>Whether a request with this token is let in.</summary>
    public bool IsValid(string? token) => !string.IsNullOrWhiteSpace(token) && (_valid?.Contains(token) ?? true);

    internal static bool IsProof(string secret, string token, string? proof) =>
        proof is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(proof),
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(token)))));
}

using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// <c>fbq('consent', 'revoke')</c> and <c>'grant'</c>. The pixel keeps calls that come while consent is revoked, and sends them once it is granted. A
/// condition that only the browser knows decides nothing in favour: a revocation counts if it surely happens on the call's way, and so does a grant.
/// </summary>
internal sealed class PixelConsent
{
    private readonly List<(int Index, string State, IReadOnlyList<ScriptBranch> Branches)> _said = [];

    /// <param name="calls">The page's calls in their order.</param>
    public PixelConsent(IReadOnlyList<ScriptCall> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            if (PixelCalls.Arguments(calls[i]) is [var method, var state, ..] && JsonFields.AsText(method) == "consent" && JsonFields.AsText(state) is { } said)
            {
                _said.Add((i, said, calls[i].Branches));
            }
        }
    }

    /// <summary>Whether a call is held back for good.</summary>
    /// <param name="index">Number of the call.</param>
    /// <param name="call">The call.</param>
    public bool Holds(int index, ScriptCall call)
    {
        var revoked = _said.FindLastIndex(said => said.Index < index && said.State == "revoke" && IsOnTheWayTo(call, said.Branches));
        return revoked >= 0 && !_said.Skip(revoked + 1).Any(said => said.State == "grant" && IsOnTheWayTo(call, said.Branches));
    }

    private static bool IsOnTheWayTo(ScriptCall call, IReadOnlyList<ScriptBranch> branches) => branches.All(call.Branches.Contains);
}

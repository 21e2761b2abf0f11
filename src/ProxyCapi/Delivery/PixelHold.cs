namespace ProxyCapi.Delivery;

/// <summary>Why a pixel is on hold: nothing is sent but single probes, nothing is lost.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Label">What Meta answered: <c>190/463</c>.</param>
/// <param name="Cure">What the operator can do, as a sentence.</param>
internal sealed record PixelHold(DateTimeOffset Since, string Label, string Cure)
{
    /// <summary>The cure for an answer that stops a pixel (meta-capi.md section 8.1, point 3).</summary>
    public static string CureFor(GraphVerdict verdict) => verdict switch
    {
        { Code: 190 or 102 } => "The access token is not valid any more: make a new one in Events Manager and put it into Pixels:AccessToken.",
        { Code: 104 } => "The app requires its secret: set Pixels:AppSecret.",
        { Code: 100, Subcode: 33 or 34 } or { Code: 803 } or { Status: 404, Code: null } => "The pixel is not visible to this token: compare Pixels:Id with Events Manager, and give the token's system user access to it.",
        { Code: 2500 or 2635 } => "Meta does not serve this version: set Graph:Version to a current one.",
        { Code: not null } => "The token lacks a permission: give its system user the right to manage the pixel.",
        _ => "The answer does not come from Meta: look at Graph:BaseAddress and at what stands between this machine and Meta.",
    };

    /// <summary>The cure when every event is refused alike.</summary>
    public const string RefusalCure =
        "Meta refuses every event alike, so the fault is not in one of them: compare Graph:Version and the rules with what the answer says.";
}

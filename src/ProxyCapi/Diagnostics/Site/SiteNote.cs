namespace ProxyCapi.Diagnostics.Site;

/// <summary>Something about the site that its operator should know.</summary>
internal enum SiteNote
{
    /// <summary>A page's pixel reports a conversion without an <c>eventID</c>: Meta counts it beside ours.</summary>
    PixelWithoutEventId,

    /// <summary>A plug-in of the page seems to send to the Conversions API itself.</summary>
    OtherSender,

    /// <summary>A page whose address is that of a confirmation gave no event.</summary>
    SilentConfirmation,
}

namespace ProxyCapi.Conversions;

/// <summary>What a page that proved a conversion says about its own tracking.</summary>
[Flags]
internal enum PageNotes
{
    /// <summary>Nothing to say.</summary>
    None = 0,

    /// <summary>The page's pixel reports the same event without an <c>eventID</c>: Meta cannot see that the two are one.</summary>
    PixelWithoutEventId = 1,

    /// <summary>A plug-in on the page that sends to the Conversions API itself reports the same event.</summary>
    OtherSender = 2,
}

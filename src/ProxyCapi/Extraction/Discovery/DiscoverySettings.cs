namespace ProxyCapi.Extraction.Discovery;

/// <summary>What the operator decided of discovery, for one host.</summary>
/// <param name="Events">The events that may be reported.</param>
/// <param name="DataLayer">Name of the data layer; <see langword="null"/>: <c>dataLayer</c> and any other array that is handed to a tag manager.</param>
/// <param name="PixelIds">Ids of the pixels that serve the host: calls that name other ones (<c>trackSingle</c>) do not count. Empty: all count.</param>
/// <param name="HasAgreed">Whether a consent tool's cookie says that the visitor agreed: then the scripts run that it holds back without that.</param>
internal sealed record DiscoverySettings(IReadOnlySet<string> Events, string? DataLayer, IReadOnlySet<string> PixelIds, bool HasAgreed = false);

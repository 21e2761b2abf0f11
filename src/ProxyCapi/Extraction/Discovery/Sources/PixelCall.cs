using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>An event that the pixel is told.</summary>
/// <param name="Method"><c>track</c>, <c>trackSingle</c>, …</param>
/// <param name="EventName">The name, trimmed.</param>
/// <param name="PixelId">The one pixel that is meant; empty if it cannot be known, <see langword="null"/>: all of the page.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Options">The event's id stands here.</param>
internal sealed record PixelCall(string Method, string EventName, string? PixelId, JObject? Parameters, JObject? Options);

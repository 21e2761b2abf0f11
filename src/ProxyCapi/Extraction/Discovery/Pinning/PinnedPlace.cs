namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>A place of a page that may say a value, in the rule language.</summary>
/// <param name="Chain">A source with its transforms, without braces: <c>script:'"purchase"'|regex:'…'</c>.</param>
/// <param name="Fit">How well the place's name fits the value (<see cref="PlaceNames"/>).</param>
internal readonly record struct PinnedPlace(string Chain, int Fit);

namespace ProxyCapi.Diagnostics.Stories;

/// <summary>A field of an event and where it was read.</summary>
/// <param name="Key">Meta's key.</param>
/// <param name="Value">The value; of the buyer's data nothing but that it is there.</param>
/// <param name="Origin">The rule's name, or the place on the page.</param>
internal readonly record struct StoryField(string Key, string Value, string Origin);

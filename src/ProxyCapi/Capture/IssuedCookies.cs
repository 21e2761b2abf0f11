namespace ProxyCapi.Capture;

/// <summary>
/// Cookies that were set on the answer to the request for its visitor, by name: what is read from the exchange counts them as if the browser had
/// sent them. Lives in the request's features.
/// </summary>
/// <param name="Values">The values, not escaped.</param>
internal sealed record IssuedCookies(IReadOnlyDictionary<string, string> Values);

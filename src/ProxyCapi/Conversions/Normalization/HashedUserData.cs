namespace ProxyCapi.Conversions.Normalization;

/// <summary>A buyer's data as it goes to Meta.</summary>
/// <param name="Hashed">Hashes by key, each list without repetition; a key without a usable value is absent.</param>
/// <param name="Plain">Identifiers that are not hashed, by key.</param>
/// <param name="Numbers">Identifiers that Meta wants as numbers, by key.</param>
/// <param name="Dropped">Keys of <see cref="UserDataKeys"/> of which a value was not usable, each once. Never a value.</param>
internal sealed record HashedUserData(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Hashed,
    IReadOnlyDictionary<string, string> Plain,
    IReadOnlyDictionary<string, long> Numbers,
    IReadOnlyList<string> Dropped);

namespace ProxyCapi.Configuration.Validation;

/// <summary>A place in the configuration that is being checked.</summary>
/// <param name="Path">Its configuration path.</param>
/// <param name="Failures">Where failures go.</param>
internal readonly record struct ConfigurationPlace(string Path, ICollection<ConfigurationFailure> Failures)
{
    /// <summary>The place one level down.</summary>
    public ConfigurationPlace this[string key] => this with { Path = Path.Length == 0 ? key : $"{Path}:{key}" };

    /// <summary>An entry of a list.</summary>
    public ConfigurationPlace this[int index] => this[index.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>Reports a failure here.</summary>
    public void Fail(string problem, string cure) => Failures.Add(new(Path, problem, cure));

    /// <summary>Checks a bound; the two ends are allowed.</summary>
    public void CheckRange<T>(T value, T least, T most, Func<T, string> write)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Fail($"{write(value)} is out of bounds.", $"Write a value from {write(least)} to {write(most)}.");
        }
    }
}

using ProxyCapi.Conversions.Noise;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks what counts as noise.</summary>
internal static class NoiseValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(NoiseOptions options, ConfigurationPlace place)
    {
        for (var i = 0; i < options.Networks.Count; i++)
        {
            if (!NetworkList.TryParse(options.Networks[i], out _))
            {
                place[nameof(options.Networks)][i].Fail("It is not a network.", "Write an address and a prefix length (10.0.0.0/8, 2001:db8::/32), or one address.");
            }
        }

        for (var i = 0; i < options.Paths.Count; i++)
        {
            if (options.Paths[i] is not ['/' or '*', ..])
            {
                place[nameof(options.Paths)][i].Fail("It is not a path.", "Begin it with '/': /healthz, /staging/*.");
            }
            else if (options.Paths[i].All(c => c is '/' or '*') && options.Paths[i].Contains('*', StringComparison.Ordinal))
            {
                place[nameof(options.Paths)][i].Fail("It fits every path, and no event would be left.", "Name the paths that no customer sees; Mode: Off looks at nothing.");
            }
        }
    }
}

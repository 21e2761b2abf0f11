using ProxyCapi.Configuration.Binding;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks every option but the inside of expressions and patterns, which their compilers check.</summary>
/// <remarks>By hand: the generated validators do not look into dictionaries and know no cure.</remarks>
internal static class OptionsValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(ProxyCapiOptions options, ConfigurationPlace place)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0', StringComparison.Ordinal))
        {
            place[nameof(options.DataDirectory)].Fail("The folder has no name.", "Write the path of a folder that the process may create and write to.");
        }

        CheckName(options.Mode, place[nameof(options.Mode)]);
        PixelValidator.Validate(options, place[nameof(options.Pixels)]);
        GraphValidator.Validate(options.Graph, place[nameof(options.Graph)]);
        foreach (var (name, rule) in options.Rules)
        {
            RuleValidator.Validate(name, rule, options, place[nameof(options.Rules)][name]);
        }

        DiscoveryValidator.Validate(options.Discovery, place[nameof(options.Discovery)]);
        ConsentValidator.Validate(options.Consent, place[nameof(options.Consent)]);
        NoiseValidator.Validate(options.Noise, place[nameof(options.Noise)]);
        IdentityValidator.Validate(options.Identity, place[nameof(options.Identity)]);
        LimitsValidator.Validate(options.Delivery, place[nameof(options.Delivery)]);
        LimitsValidator.Validate(options.Capture, place[nameof(options.Capture)]);
        AdminValidator.Validate(options.Admin, place[nameof(options.Admin)]);
    }

    /// <summary>Code can write a number where the configuration cannot.</summary>
    internal static void CheckName<T>(T value, ConfigurationPlace place)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            place.Fail($"'{value}' is not one of its values.", $"Write {ScalarText.Describe(typeof(T))}.");
        }
    }

    /// <summary>A name of the operator's choice stands in logs, metrics and configuration paths.</summary>
    internal static void CheckOwnName(string name, ConfigurationPlace place)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 64 || name.Any(c => char.IsControl(c) || c == ':'))
        {
            place.Fail("The name cannot be used in logs and metrics.", "Choose a name of 1 to 64 characters without ':' and control characters.");
        }
    }
}

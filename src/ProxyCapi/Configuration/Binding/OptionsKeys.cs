using System.Collections.Concurrent;
using System.Reflection;
using ProxyCapi.Configuration.Validation;

namespace ProxyCapi.Configuration.Binding;

/// <summary>The keys that an options type takes.</summary>
internal static class OptionsKeys
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>The names, in the order of the source.</summary>
    public static IReadOnlyList<string> Of(Type type) => [.. Get(type).Select(property => property.Name)];

    /// <summary>The property of a key, as everywhere in ASP.NET without case.</summary>
    public static PropertyInfo? Find(Type type, string key) =>
        Array.Find(Get(type), property => property.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>What an unknown key was probably meant to be: <c>Match</c> for <c>Mtach</c>, <c>Match:Path</c> for <c>Path</c> one level too high.</summary>
    public static string? Suggest(Type type, string key)
    {
        if (NearestName.Find(key, Of(type)) is { } near)
        {
            return near;
        }

        foreach (var property in Get(type).Where(property => property.PropertyType.Namespace == typeof(ProxyCapiOptions).Namespace && property.PropertyType.IsClass))
        {
            if (Find(property.PropertyType, key) is { } nested)
            {
                return $"{property.Name}:{nested.Name}";
            }
        }

        return null;
    }

    private static PropertyInfo[] Get(Type type) => Properties.GetOrAdd(
        type, static type => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true })]);
}

using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace ProxyCapi.Configuration.Binding;

/// <summary>Fills options from a configuration section and reports every key and value that it cannot use.</summary>
/// <remarks>
/// The framework's binder stops at the first failure, names no place for an unknown key, and takes neither a single value for a list nor
/// the two forms of a <see cref="RuleField"/>. What the options are made of is known: scalars, lists of text, dictionaries by name, objects.
/// </remarks>
internal sealed class OptionsBinder
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly BindingReport _report;

    private OptionsBinder(BindingReport report) => _report = report;

    /// <summary>Binds a section; failures end up in <see cref="ProxyCapiOptions.Binding"/>.</summary>
    public static void Bind(IConfiguration configuration, ProxyCapiOptions options)
    {
        options.Binding.Path = configuration is IConfigurationSection section ? section.Path : "";
        new OptionsBinder(options.Binding).BindObject(configuration, options);
    }

    private void BindObject(IConfiguration configuration, object target)
    {
        var children = configuration.GetChildren().ToArray();
        if (configuration is IConfigurationSection { Value.Length: > 0 } section)
        {
            Fail(section, "takes keys of its own, not a single value.", KnownKeys(target.GetType()));
        }

        foreach (var child in children)
        {
            if (OptionsKeys.Find(target.GetType(), child.Key) is { } property)
            {
                BindProperty(child, target, property);
            }
            else
            {
                FailUnknown(child, target.GetType());
            }
        }
    }

    private void BindProperty(IConfigurationSection section, object target, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (ScalarText.IsScalar(type))
        {
            BindScalar(section, target, property);
        }
        else if (type == typeof(List<string>))
        {
            // Replaces, where the framework's binder would append: a reload must not remember.
            property.SetValue(target, ReadList(section));
        }
        else if (property.GetValue(target) is IDictionary dictionary)
        {
            BindDictionary(section, dictionary, type.GetGenericArguments()[1]);
        }
        else
        {
            BindObject(section, property.GetValue(target) ?? throw new InvalidOperationException($"{property.Name} has no default."));
        }
    }

    private void BindScalar(IConfigurationSection section, object target, PropertyInfo property)
    {
        if (section.GetChildren().Any())
        {
            Fail(section, "takes a single value.", $"Write {ScalarText.Describe(property.PropertyType)}.");
        }
        else if (section.Value is null)
        {
            if (Nullability.Create(property).WriteState == NullabilityState.Nullable)
            {
                property.SetValue(target, null);
            }
        }
        else if (ScalarText.TryConvert(section.Value, property.PropertyType, out var value))
        {
            property.SetValue(target, value);
        }
        else
        {
            Fail(section, $"'{ScalarText.Shorten(section.Value)}' cannot be read.", $"Write {ScalarText.Describe(property.PropertyType)}.");
        }
    }

    private void BindDictionary(IConfigurationSection section, IDictionary dictionary, Type valueType)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Fail(section, "takes entries by name, not a single value.", "Write an object with a name for each entry.");
        }

        foreach (var child in section.GetChildren())
        {
            if (valueType == typeof(string))
            {
                BindText(child, dictionary);
            }
            else if (valueType == typeof(RuleField))
            {
                BindField(child, dictionary);
            }
            else
            {
                var entry = dictionary[child.Key] ?? Activator.CreateInstance(valueType)!;
                BindObject(child, entry);
                dictionary[child.Key] = entry;
            }
        }
    }

    /// <summary>A null takes an entry of a lower layer away, as far as it is a single value.</summary>
    private void BindText(IConfigurationSection section, IDictionary dictionary)
    {
        if (section.GetChildren().Any())
        {
            Fail(section, "takes a single value.", "Write a text.");
        }
        else if (section.Value is not null)
        {
            dictionary[section.Key] = section.Value;
        }
    }

    private void BindField(IConfigurationSection section, IDictionary dictionary)
    {
        var children = section.GetChildren().ToArray();
        if (children.Length == 0)
        {
            if (section.Value is not null)
            {
                dictionary[section.Key] = RuleField.FromString(section.Value);
            }

            return;
        }

        FailIfBoth(section);
        var field = new RuleField();
        foreach (var child in children)
        {
            BindFieldKey(child, field, section);
        }

        dictionary[section.Key] = field;
    }

    private void BindFieldKey(IConfigurationSection section, RuleField field, IConfigurationSection parent)
    {
        if (OptionsKeys.Find(typeof(RuleField), section.Key) is { } property)
        {
            BindProperty(section, field, property);
        }
        else
        {
            BindText(section, field.Fields);
            _report.MarkWrittenAs($"{parent.Path}:{nameof(RuleField.Fields)}:{section.Key}", section.Path);
        }
    }

    private List<string> ReadList(IConfigurationSection section)
    {
        var children = section.GetChildren().ToArray();
        if (children.Length == 0)
        {
            // JSON's [] and an empty environment variable arrive as an empty text.
            if (string.IsNullOrEmpty(section.Value))
            {
                return [];
            }

            _report.MarkWrittenAs($"{section.Path}:0", section.Path);
            return [section.Value];
        }

        FailIfBoth(section);
        var list = new List<string>(children.Length);
        foreach (var child in children)
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Fail(child, "is a name in a list.", "Write a list in brackets, or number the entries from 0.");
            }
            else if (child.Value is null)
            {
                Fail(child, "is not a text.", "Write a text for each entry of the list.");
            }
            else
            {
                _report.MarkWrittenAs($"{section.Path}:{list.Count}", child.Path);
                list.Add(child.Value);
            }
        }

        return list;
    }

    /// <summary>Two layers wrote two shapes. Which of them was meant to win cannot be known here.</summary>
    private void FailIfBoth(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Fail(section, "is written as a single value and with entries, by two sources of the configuration.", "Write it one way, or override entry by entry.");
        }
    }

    private void FailUnknown(IConfigurationSection section, Type type)
    {
        var suggestion = OptionsKeys.Suggest(type, section.Key);
        Fail(section, "is not a key that is known here.", suggestion is null ? KnownKeys(type) : $"Did you mean '{suggestion}'? {KnownKeys(type)}");
        if (suggestion is not null)
        {
            var end = section.Path.LastIndexOf(':');
            _report.MarkUnread(end < 0 ? suggestion : $"{section.Path[..end]}:{suggestion}");
        }
    }

    private void Fail(IConfigurationSection section, string problem, string cure)
    {
        _report.Failures.Add(new(section.Path, problem, cure));
        _report.MarkUnread(section.Path);
    }

    private static string KnownKeys(Type type)
    {
        var names = OptionsKeys.Of(type);
        return names.Count == 0 ? "No key is known here yet: remove it." : $"Known keys here: {string.Join(", ", names)}.";
    }
}

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks the shapes of a rule's <c>custom_data</c> (meta-capi.md section 4).</summary>
internal static class CustomDataValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(Dictionary<string, RuleField> fields, ConfigurationPlace place)
    {
        foreach (var (key, field) in fields)
        {
            switch (key)
            {
                case "contents":
                    CheckContents(field, place[key]);
                    break;
                case "content_ids":
                    CheckIds(field, place[key]);
                    break;
                case "currency":
                    CheckSingle(key, field, place[key]);
                    CheckCurrency(field, place[key]);
                    break;
                case "item_number":
                    place[key].Fail("Meta reserves the name for events of another kind; it would be taken out of every event.", "Use 'content_ids' or 'contents', or a property of another name.");
                    break;
                case var _ when MetaVocabulary.CustomData.Contains(key):
                    CheckSingle(key, field, place[key]);
                    break;
                default:
                    CheckProperty(key, field, place[key]);
                    break;
            }
        }
    }

    private static void CheckContents(RuleField field, ConfigurationPlace place)
    {
        if (field.Value is not null || (field.Each is null && field.Fields.Count == 0))
        {
            place.Fail(
                "It is a list of lines, not a single value.",
                "Write { \"Each\": \"css:tr.item\", \"id\": \"{css:@data-sku}\", \"quantity\": \"{css:.qty|number}\" }.");
        }

        CheckWhere(field, place);
        foreach (var key in field.Fields.Keys.Where(key => !MetaVocabulary.ContentFields.Contains(key)))
        {
            var meant = MetaVocabulary.SuggestContentField(key);
            var known = $"Known keys here: {nameof(field.Each)}, {nameof(field.Where)}, {string.Join(", ", MetaVocabulary.ContentFields)}.";
            place[nameof(field.Fields)][key].Fail("It is not a field of a line.", meant is null ? known : $"Did you mean '{meant}'? {known}");
        }
    }

    private static void CheckIds(RuleField field, ConfigurationPlace place)
    {
        if (field.Value is null || field.Fields.Count > 0)
        {
            place.Fail(
                "It is a list of ids.",
                "Write one expression, or { \"Each\": \"css:tr.item\", \"Value\": \"{css:@data-sku}\" }; lines with fields belong to 'contents'.");
        }

        CheckWhere(field, place);
    }

    private static void CheckSingle(string key, RuleField field, ConfigurationPlace place)
    {
        if (field.Value is null || field.Each is not null || field.Where.Count > 0 || field.Fields.Count > 0)
        {
            place.Fail($"'{key}' is a single value, not a list.", $"Write one expression: \"{key}\": \"{{…}}\".");
        }
    }

    /// <summary>Whether it is a currency of ISO 4217 is for the event's own check; a constant that cannot be one is a slip.</summary>
    private static void CheckCurrency(RuleField field, ConfigurationPlace place)
    {
        if (field.Value is { } value && !value.Contains('{', StringComparison.Ordinal) && (value.Length != 3 || !value.All(char.IsAsciiLetter)))
        {
            place.Fail($"'{Binding.ScalarText.Shorten(value)}' is not a currency.", "Write the three letters of ISO 4217 (EUR, USD), or an expression in braces.");
        }
    }

    private static void CheckProperty(string key, RuleField field, ConfigurationPlace place)
    {
        if (string.IsNullOrWhiteSpace(key) || key.Any(char.IsControl))
        {
            place.Fail("The property has no name that Meta could show.", "Write a name without control characters.");
        }
        else if (MetaVocabulary.SuggestCustomData(key) is { } meant)
        {
            place.Fail($"It would be a custom property beside Meta's own '{meant}'.", $"Did you mean '{meant}'?");
        }

        if (field.Each is null && (field.Value is null || field.Fields.Count > 0))
        {
            var meantKey = field.Fields.Keys.Select(name => NearestName.Find(name, [nameof(field.Each), nameof(field.Value)])).FirstOrDefault(name => name is not null);
            place.Fail(
                "It has neither an expression nor the source of a list.",
                $"{(meantKey is null ? "" : $"Did you mean '{meantKey}'? ")}Write one expression, or an object with Each.");
        }

        CheckWhere(field, place);
    }

    private static void CheckWhere(RuleField field, ConfigurationPlace place)
    {
        if (field.Where.Count > 0 && field.Each is null)
        {
            place[nameof(field.Where)].Fail("There is no list whose entries it could choose.", "Set Each to the source of the list, or remove Where.");
        }
    }
}

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks names of events.</summary>
internal static class EventNames
{
    /// <summary>Checks a list of names.</summary>
    public static void Validate(List<string> names, ConfigurationPlace place)
    {
        for (var i = 0; i < names.Count; i++)
        {
            Validate(names[i], place[i]);
        }
    }

    /// <summary>
    /// Checks one name. Custom names are free: how long one may be is not confirmed (meta-capi.md section 13). A standard name in another
    /// case would be a custom event that no campaign optimises for.
    /// </summary>
    public static void Validate(string name, ConfigurationPlace place)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            place.Fail("The event has no name.", $"Write a standard event ({string.Join(", ", MetaVocabulary.StandardEvents)}) or a name of your own.");
        }
        else if (name.Any(char.IsControl) || name.Trim() != name)
        {
            place.Fail("The event's name has blanks around it or control characters in it.", "Write the name alone.");
        }
        else if (!MetaVocabulary.StandardEvents.Contains(name)
            && MetaVocabulary.StandardEvents.FirstOrDefault(standard => NearestName.IsSame(name, standard)) is { } standard)
        {
            place.Fail($"'{name}' would be a custom event: Meta's names are case-sensitive.", $"Did you mean '{standard}'?");
        }
    }
}

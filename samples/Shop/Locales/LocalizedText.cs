namespace Shop.Locales;

/// <summary>The same text in both languages of the shop.</summary>
public sealed record LocalizedText(string English, string German);

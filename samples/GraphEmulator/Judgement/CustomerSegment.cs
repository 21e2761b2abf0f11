using System.Collections.Frozen;
using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>The words of <c>customer_segmentation</c>.</summary>
internal static class CustomerSegment
{
    private static readonly FrozenSet<string> Words =
        new[] { "new_customer_to_", "existing_customer_to_" }
            .SelectMany(customer => new[] { "business", "business_line", "product_area", "medium" }, string.Concat)
            .Append("customer_in_loyalty_program")
            .ToFrozenSet(StringComparer.Ordinal);

    public static void Judge(JsonElement value, string field, EventFindings findings)
    {
        if (value.Text() is not { } word || !Words.Contains(word))
        {
            findings.Refuse(field, "It is one of Meta's nine words, such as new_customer_to_business.");
        }
    }
}

using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>Finds events in functions that nothing calls when the page loads, so that people learn why they do not count.</summary>
internal static class UncalledEvents
{
    /// <summary>More of them tell nobody more.</summary>
    private const int Most = 5;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "Purchase", "purchase", "Lead", "generate_lead", "InitiateCheckout", "begin_checkout", "AddToCart", "add_to_cart", "CompleteRegistration", "sign_up",
    };

    /// <summary>The events of one script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="program">Its tree.</param>
    /// <param name="entered">The functions that were called.</param>
    public static IEnumerable<Rejection> Of(PageScript script, Program program, IReadOnlySet<IFunction> entered)
    {
        if (!Names.Any(name => script.Text.Contains(name, StringComparison.Ordinal)))
        {
            return [];
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<(Node Node, bool IsDead)>();
        waiting.Push((program, false));
        while (found.Count < Most && waiting.TryPop(out var next))
        {
            var (node, isDead) = next;
            isDead |= node is IFunction function && !entered.Contains(function);
            if (isDead && node is CallExpression call && Event(call) is { } name)
            {
                found.Add(name);
            }

            foreach (var child in node.ChildNodes)
            {
                waiting.Push((child, isDead));
            }
        }

        return found.Count == 0 ? []
            : [new Rejection(script.Origin, $"{string.Join(" and ", found.Order(StringComparer.Ordinal))} {(found.Count == 1 ? "stands in a function" : "stand in functions")} that nothing calls when the page loads") { Kind = RejectionKind.NotWanted }];
    }

    private static string? Event(CallExpression call)
    {
        var callee = call.Callee switch
        {
            Identifier id => id.Name,
            MemberExpression { Property: Identifier id } => id.Name,
            _ => null,
        };
        return callee switch
        {
            "fbq" or "gtag" => call.Arguments.OfType<StringLiteral>().Select(text => text.Value).FirstOrDefault(Names.Contains) is { } name ? $"{callee} {name}" : null,
            "push" => call.Arguments.OfType<ObjectExpression>().SelectMany(pushed => pushed.Properties.OfType<Property>())
                .Select(property => (property.Value as StringLiteral)?.Value).FirstOrDefault(value => value is not null && Names.Contains(value)) is { } name ? $"push {name}" : null,
            _ => null,
        };
    }
}

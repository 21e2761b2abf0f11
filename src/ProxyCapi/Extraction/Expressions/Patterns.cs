using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Regular expressions of an operator: linear time where the pattern allows it, a time limit where not.</summary>
internal static class Patterns
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ExpressionException">It is not a regular expression.</exception>
    public static Regex Create(string pattern, int column)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references need backtracking; the time limit bounds it.
            return new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException exception)
        {
            throw new ExpressionException(column, $"'{pattern}' is not a regular expression ({exception.Message.Split('\n')[0]})", "Write a .NET regular expression; put it into single quotes if it holds | or }.");
        }
    }

    /// <summary>The first group of the first match, or all of it if there is no group.</summary>
    /// <exception cref="RegexMatchTimeoutException">
    /// Nobody knows whether it matches. A field is then missing (<see cref="ConversionReader"/>), but a condition must not pass for met or
    /// unmet: the rule fails.
    /// </exception>
    public static string? First(Regex regex, string text) =>
        regex.Match(text) is { Success: true } match ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value : null;
}

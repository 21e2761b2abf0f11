using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Acornima;
using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>Text to syntax tree.</summary>
internal static class ScriptParser
{
    private static readonly ParserOptions Script = new();

    // The text of an attribute is the body of a function.
    private static readonly ParserOptions Handler = new() { AllowReturnOutsideFunction = true };

    /// <summary>Parses a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="program">Its tree.</param>
    /// <param name="problem">Why there is none, for people.</param>
    public static bool TryParse(PageScript script, [NotNullWhen(true)] out Program? program, [NotNullWhen(false)] out string? problem)
    {
        program = null;
        problem = null;
        try
        {
            var parser = new Parser(script.Timing == ScriptTiming.Load ? Handler : Script);
            program = script.Timing == ScriptTiming.Module ? parser.ParseModule(script.Text) : parser.ParseScript(script.Text);
            return true;
        }
        catch (ParseErrorException exception)
        {
            // The parser's own words may repeat the page's, and with them the shopper's.
            problem = string.Create(CultureInfo.InvariantCulture, $"the script is not valid JavaScript (line {exception.LineNumber}); a browser does not run it either");
        }
        catch (InsufficientExecutionStackException)
        {
            problem = "the script is nested deeper than any that people write";
        }

        return false;
    }
}

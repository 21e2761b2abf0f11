using System.Globalization;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine;

/// <summary>The console that tables are written to.</summary>
internal static class OperatorConsole
{
    /// <summary>Below this width, tables put things under each other that otherwise stand side by side.</summary>
    public const int WideFrom = 120;

    private const int WidthOfFiles = 140;
    private const int Narrowest = 60;

    /// <summary>As wide as the terminal; in a file or a pipe as wide as <c>COLUMNS</c> says, else 140, without colours.</summary>
    public static IAnsiConsole Create(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
                ? Math.Max(columns, Narrowest)
                : WidthOfFiles;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}

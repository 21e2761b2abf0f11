using System.Globalization;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What the process that runs the store says about an event, the moment it knows. One line of its journal.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Event">The event's number.</param>
/// <param name="End">How a request with it ended; for <see cref="FactKind.Ending"/> and <see cref="FactKind.Ended"/>.</param>
internal readonly record struct Fact(FactKind Kind, int Event, RequestEnd End = RequestEnd.Unknown)
{
    /// <summary>The line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Event} {End}");

    /// <summary>The other way.</summary>
    /// <exception cref="FormatException">It is no such line.</exception>
    public static Fact Parse(string line) => line.Split(' ') is [var kind, var number, var end]
        ? new Fact(Enum.Parse<FactKind>(kind), int.Parse(number, CultureInfo.InvariantCulture), Enum.Parse<RequestEnd>(end))
        : throw new FormatException($"'{line}' is no line of the journal.");
}

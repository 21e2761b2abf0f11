using System.Runtime.CompilerServices;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What reading the scripts of one page may cost. Counted in steps and not in time, so that a page reads the same on every machine.</summary>
internal sealed class ScriptBudget
{
    /// <summary>Most steps of one script; what comes after it on the page shall have its turn. A tracker's snippet takes some hundreds.</summary>
    public const int StepsPerScript = 250_000;

    /// <summary>Most steps of a page.</summary>
    public const int StepsPerPage = 750_000;

    /// <summary>Most calls that are recorded.</summary>
    public const int Calls = 4_000;

    /// <summary>Most calls of one script that are recorded.</summary>
    public const int CallsPerScript = 1_000;

    /// <summary>Most values that recorded calls hold together, and once more that variables do.</summary>
    public const int Tokens = 200_000;

    /// <summary>Most values that the calls of one script hold together.</summary>
    public const int TokensPerScript = 60_000;

    /// <summary>Most values that one argument or variable holds.</summary>
    public const int TokensPerValue = 40_000;

    /// <summary>Longest text that is put together.</summary>
    public const int TextLength = 1 << 18;

    /// <summary>Most rounds of one loop.</summary>
    public const int Rounds = 5_000;

    /// <summary>Most functions inside one another.</summary>
    public const int CallDepth = 48;

    /// <summary>Most functions that wait for the page, the network or the clock.</summary>
    public const int Deferred = 1_000;

    /// <summary>Most timers that start one another: scripts that wait for a tracker ask for it again and again.</summary>
    public const int TimersInARow = 3;

    /// <summary>What a way of a branching costs besides its statements.</summary>
    public const int StepsPerWay = 10;

    /// <summary>Characters that count as one step: what copies them costs as much.</summary>
    private const int CharactersPerStep = 16;

    private int _page = StepsPerPage;
    private int _script = StepsPerScript;

    /// <summary>Steps spent on the page.</summary>
    public int Spent => StepsPerPage - _page;

    /// <summary>Whether the page has nothing left.</summary>
    public bool IsSpent => _page <= 0;

    /// <summary>Begins a new script.</summary>
    public void Begin() => _script = StepsPerScript;

    /// <summary>Pays for some work.</summary>
    /// <exception cref="ScriptBudgetException">There is nothing left.</exception>
    public void Step(int steps = 1)
    {
        _page -= steps;
        _script -= steps;
        if (_script < 0 || _page < 0)
        {
            throw new ScriptBudgetException();
        }
    }

    /// <summary>Pays for a text that is put together.</summary>
    /// <exception cref="ScriptBudgetException">It is too long, or there is nothing left.</exception>
    public void Text(long length)
    {
        if (length > TextLength)
        {
            throw new ScriptBudgetException();
        }

        Step((int)length / CharactersPerStep);
    }

    /// <summary>Makes sure that the stack bears another level: an overflow would end the process.</summary>
    /// <exception cref="ScriptBudgetException">It does not.</exception>
    public static void Descend()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ScriptBudgetException();
        }
    }
}

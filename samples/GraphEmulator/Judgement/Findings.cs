namespace GraphEmulator.Judgement;

/// <summary>Collects what is wrong and what is odd about a request.</summary>
internal sealed class Findings
{
    /// <summary>A thousand bad events need no list of a thousand reasons.</summary>
    private const int Limit = 50;

    private readonly List<Problem> _problems = [];
    private readonly List<string> _warnings = [];

    /// <summary>Reasons to refuse; the first one decides about the answer.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What is accepted and should still be mended.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public void Refuse(int code, int? subcode, string reason, params IReadOnlyList<string> path)
    {
        if (_problems.Count < Limit)
        {
            _problems.Add(new(code, subcode, path, reason));
        }
    }

    public void Warn(string warning)
    {
        if (_warnings.Count < Limit)
        {
            _warnings.Add(warning);
        }
    }
}

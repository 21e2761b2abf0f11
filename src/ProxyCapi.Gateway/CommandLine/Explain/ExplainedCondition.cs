namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>One condition of a rule.</summary>
/// <param name="Text">As it is written; one of <c>Unless</c> has the word in front.</param>
/// <param name="IsMet">Whether it lets the rule count.</param>
internal readonly record struct ExplainedCondition(string Text, bool IsMet);

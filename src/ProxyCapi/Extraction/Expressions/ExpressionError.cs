namespace ProxyCapi.Extraction.Expressions;

/// <summary>What is wrong in an expression.</summary>
/// <param name="Column">Where, from 1.</param>
/// <param name="Problem">What, as a sentence without its full stop.</param>
/// <param name="Cure">What to write instead, as a sentence.</param>
internal sealed record ExpressionError(int Column, string Problem, string Cure);

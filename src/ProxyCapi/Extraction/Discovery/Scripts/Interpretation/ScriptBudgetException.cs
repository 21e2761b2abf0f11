namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A script does more than any page needs; <see cref="ScriptBudget"/> says how much that is.</summary>
internal sealed class ScriptBudgetException() : Exception("The script does too much.");

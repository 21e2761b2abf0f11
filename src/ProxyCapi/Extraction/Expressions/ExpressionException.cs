namespace ProxyCapi.Extraction.Expressions;

/// <summary>Carries an <see cref="ExpressionError"/> from the place it is found to the one place that reports it; never leaves this namespace.</summary>
#pragma warning disable CA1032, RCS1194 // it has exactly one meaning
internal sealed class ExpressionException(ExpressionError error) : Exception(error.Problem)
#pragma warning restore CA1032, RCS1194
{
    public ExpressionException(int column, string problem, string cure)
        : this(new ExpressionError(column, problem, cure))
    {
    }

    /// <summary>What is wrong.</summary>
    public ExpressionError Error { get; } = error;
}

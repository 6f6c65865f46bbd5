using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Solving.Cbc;

/// <summary>The calls of CBC's C interface (<c>Cbc_C_Interface.h</c>, 2.10) that a solve needs; Debian's
/// <c>coinor-libcbc3</c> brings the library.</summary>
internal static partial class CbcLibrary
{
    private const string Name = "libCbcSolver.so.3";

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Name, out _);

    /// <summary>E.g. <c>2.10.8</c>.</summary>
    public static string Version => IsPresent ? Marshal.PtrToStringUTF8(GetVersion()) ?? "" : "";

    [LibraryImport(Name, EntryPoint = "Cbc_getVersion")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetVersion();

    [LibraryImport(Name, EntryPoint = "Cbc_newModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint NewModel();

    [LibraryImport(Name, EntryPoint = "Cbc_deleteModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void DeleteModel(nint model);

    /// <summary>Columns by <paramref name="start"/>, which has one entry more than there are columns.</summary>
    [LibraryImport(Name, EntryPoint = "Cbc_loadProblem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void LoadProblem(
        nint model, int columns, int rows, ReadOnlySpan<int> start, ReadOnlySpan<int> index, ReadOnlySpan<double> value,
        ReadOnlySpan<double> columnLower, ReadOnlySpan<double> columnUpper, ReadOnlySpan<double> objective,
        ReadOnlySpan<double> rowLower, ReadOnlySpan<double> rowUpper);

    [LibraryImport(Name, EntryPoint = "Cbc_setInteger")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetInteger(nint model, int column);

    [LibraryImport(Name, EntryPoint = "Cbc_setObjSense")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetObjectiveSense(nint model, double sense);

    [LibraryImport(Name, EntryPoint = "Cbc_setParameter", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetParameter(nint model, string name, string value);

    [LibraryImport(Name, EntryPoint = "Cbc_solve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Solve(nint model);

    [LibraryImport(Name, EntryPoint = "Cbc_isProvenOptimal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int IsProvenOptimal(nint model);

    [LibraryImport(Name, EntryPoint = "Cbc_bestSolution")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint BestSolution(nint model);

    [LibraryImport(Name, EntryPoint = "Cbc_getBestPossibleObjValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial double BestPossible(nint model);
}

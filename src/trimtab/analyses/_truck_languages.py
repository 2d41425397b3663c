"""Which languages count as code for the published truck factor: facts of GitHub's Linguist, as plain word lists.

A language counts when Linguist has it as programming or markup; data (JSON, YAML, XML) and prose (Markdown) do not. The
lists are those of Linguist 4.4.2, of the days of February 2015 in which the published snapshots were taken, and what
versions up to 7.15 added. Endings that are as often data or prose as code (`asc`, `pod`, `sls`) are left out, since a path
cannot tell. Linguist: https://github.com/github-linguist/linguist (MIT). Which folders count is the business of
`_truck_files`.
"""

# After the last dot, in lower case.
ENDINGS = frozenset(
    """
    1 1in 1m 1x 2 3 3in 3m 3p 3pm 3qt 3x 4 4dm 4th 5 6 6pl 6pm 7 8 8xk 8xp 9 _coffee _js _ls a51 abap ada adb
    ado adp ads agc agda ahk ahkl aidl aj al als ampl angelscript apacheconf apib apl applescript arc as asax
    ascx asd asddls ash ashx asl asm asmx asp aspx au3 aug auk aux aw awk axd axi axs b bal bas bash bat bats bb
    bbx bdy befunge bf bi bib bibtex bicep bison blade bmx bones boo boot bpl brd bro brs bsl bsv builder bzl c
    c++ cake capnp cats cbl cbx cc ccp cdf ceylon cfc cfm cfml cgi cginc ch chem chpl chs cirru cjs cjsx ck cl
    cl2 click clj cljc cljs cljscm cljx clp cls clw cmake cmd cnc cob cobol cocci coffee com command coq cp cpp
    cps cpy cr cs csd csh cshtml cson css csx ctp cu cuh cw cwl cxx cy d dart dats db2 dcl decls dfm dfy dhall
    di djs dlm dm do doh dpr druby dsl dtx duby dwl dyalog dyl dylan e ebuild ec ecl eclass eclxml ecr ect eex
    eh ejs el eliom eliomi elm em emacs emberscript eps epsi erb erl es es6 escript ex exs eye f f03 f08 f77 f90
    f95 factor fan fancypack fcgi feature fish flex flux fnc fnl for forth fp fpp frag frg frm frt frx fs fsh
    fshader fsi fst fsx fth ftl fun fut fx fxh fy g g4 gaml gap gawk gd gdb gdbinit gemspec geo geom gf gi glf
    glsl glslf glslv gms gnu gnuplot go god golo gp grace groovy grt gs gshader gsp gst gsx gtpl gvy gyp gypi h
    h++ hack haml handlebars hats hb hbs hc hcl hh hhi hic hlean hlsl hlsli hpp hqf hql hrl hs hs-boot hsc htm
    html hx hxsl hxx hy i3 i7x iced icl idc idr ig ihlp ijm ijs ik ily inl ino ins intr io iol ipf ipp irbrc isl
    iss j j2 jade jake jav java javascript jbuilder jflex jinja jinja2 jison jisonlex jl jq js jsb jscad jsfl
    jsm jsonnet jsp jss jst jsx kicad_pcb kid kit kojo krl ksh ksy kt ktm kts l lagda las lasso lasso8 lasso9
    latte lbx ldml lean less lex lfe lgt lhs libsonnet lid lidr linq liquid lisp litcoffee ll lmi logtalk lol
    lookml lpr ls lsl lslp lsp ltx lua lvlib lvproj ly m m2 m3 m4 ma mak make mako man mao marko mask mata matah
    mathematica matlab mawk maxhelp maxpat maxproj mcfunction mcr mdoc metal mg minid mir mirah mjs mk mkfile
    mkii mkiv mkvi ml ml4 mli mlir mll mly mm mmk mms mo monkey monkey2 moo moon mq4 mq5 mqh mrc ms mspec mss
    mtml mu mud muf mumps mustache mxt myt n nasl nasm nawk nb nbp nc nearley nf nginxconf ni nim nimble nimrod
    nims nit nix njk njs nl nlogo nomad nqp nr nse nsh nsi nss nu numpy numpyw numsc nut ny ol omgrofl ooc opa
    opal opencl orc owl ox oxh oxo oxygene oz p p4 p6 p6l p6m p8 pac pan parrot pas pascal pasm pat pb pbi pbt
    pck pcss pd pd_lua pde pegjs pep perl pfa pgsql ph php php3 php4 php5 phps phpt phtml pic pig pike pir pkb
    pks pl pl6 plb plot pls plsql plt plx pm pm6 pmod podsl podspec pogo pony postcss pov pp pprx prawn prg pri
    pro prolog proto prw ps ps1 psc psd1 psgi psm1 pug purs pwn pxd pxi py py3 pyde pyi pyp pyt pyw pyx qasm qbs
    ql qll qml qs r r2 r3 rabl rake raku rakumod razor rb rbbas rbfrm rbi rbmnu rbres rbtbar rbuild rbuistate
    rbw rbx rbxs rd re reb rebol red reds rego rei rex rexx rg rhtml ring riot rkt rktd rktl rl rnh rno robot
    rockspec roff rpy rs rsc rsh rsx ru ruby s sage sagews sas sass sats sbt sc scad scala scaml scd sce sch sci
    scm sco scpt scrbl scss sed self sexp sh sh-session shader shen sieve sig sj sjs sl sld slim sma smali smk
    sml smt smt2 snip soy sp spc spin sps sqf sra sru srw ss ssjs sss st stan sthlp sty styl sublime-build
    sublime-commands sublime-completions sublime-keymap sublime-macro sublime-menu sublime-mousemap
    sublime-project sublime-settings sublime-theme sublime-workspace sublime_metrics sublime_session sv svelte
    svh swift t tac tcc tcl tcsh tea tesc tese tex tf tfvars thor thrift thy tla tm tmac tmux toc tool tpb tpl
    tpp tps trg ts tst tu twig txl uc udo uno upc ur urs v vala vapi vark vb vba vbhtml vbs vcl veo vert vh vhd
    vhdl vhf vhi vho vhost vhs vht vhw vim volt vrx vsh vshader vue vw w wast wat watchr wdl webidl wisp wl wlk
    wlt wlua wsgi x x10 x68 xc xht xhtml xi xm xojo_code xojo_menu xojo_report xojo_script xojo_toolbar
    xojo_window xpl xproc xpy xq xql xqm xquery xqy xrl xs xsh xsjs xsjslib xsl xslt xsp-config xtend xzap y
    yacc yap yar yara yasnippet yrl yy zap zeek zep zig zil zimpl zmpl zpl zsh
    """.split()  # noqa: SIM905 - a list of 800 strings would take 800 lines
)

# Counted as markup or programming in 2015 and as data since.
ENDINGS_OF_2015 = frozenset(("conf", "darcspatch", "diff", "dpatch", "patch", "po", "pot"))

# Files known by their whole name.
NAMES = frozenset(
    """
    .Rprofile .emacs .emacs.desktop .factor-boot-rc .factor-rc .nvimrc .pryrc .vimrc Appraisals BUILD Berksfile
    Brewfile Buildfile CMakeLists.txt Cakefile Deliverfile Fakefile Fastfile GNUmakefile Gemfile Gemfile.lock
    Guardfile Jakefile Jarfile Kbuild Makefile Makefile.inc Mavenfile Modulefile Nukefile Phakefile Podfile
    Puppetfile ROOT Rexfile SConscript SConstruct Slakefile Snakefile Snapfile Thorfile Vagrantfile _vimrc
    buildfile descrip.mmk descrip.mms gvimrc makefile mix.lock nginx.conf nvimrc rebar.config rebar.config.lock
    rebar.lock riemann.config vimrc wscript
    """.split()  # noqa: SIM905 - a list of 800 strings would take 800 lines
)

# What a first line `#!` calls, without a version after a dot.
INTERPRETERS = frozenset(
    """
    M2 Rscript aidl apl aplx ash asy awk bash bigloo boogie boolector ccl chakra chicken clisp coffee cperl
    crystal csh csi cvc4 cwl-runner d8 dafny dart dash deno dtrace dyalog ecl elixir escript fennel fish gawk
    gjs gnuplot gosh groovy gsed guile hy instantfpc io ioke jconsole jolie jruby js julia ksh lisp lsl lua
    macruby make mathsat5 mawk minised mksh mmi moon nawk newlisp nextflow node nodejs nush ocaml ocamlrun
    ocamlscript openrc-run opensmt osascript parrot pdksh perl perl6 php picolisp pike pil pwsh python python2
    python3 qjs qmake r6rs racket rake raku rakudo rbx rc regina rexx rhino ruby rune runghc runhaskell runhugs
    sbcl scala scheme sclang scsynth sed sh smt-rat smtinterpol ssed stp swipl tcc tclsh tcsh ts-node v8
    v8-shell verit wish yap yices2 z3 zsh
    """.split()  # noqa: SIM905 - a list of 800 strings would take 800 lines
)
